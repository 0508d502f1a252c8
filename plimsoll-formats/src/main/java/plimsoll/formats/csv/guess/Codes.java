package plimsoll.formats.csv.guess;

import java.util.regex.Pattern;

/** Columns of digits that are no numbers, known by their names: nobody adds up postal codes. */
final class Codes {
  private static final Pattern WORDS =
      Pattern.compile(
          "(?i)(.*[^a-z])?(zip|zip_?code|post_?code|postal_?code|plz|phone|phone_?(no|number)|tel|"
              + "telephone|mobile|fax|ssn|iban|bic|isbn|issn|ean|upc|gtin|imei|siret|siren|vat_?id|"
              + "tax_?id|account_?(no|number)|card_?(no|number)|barcode)([^a-z].*)?");

  private Codes() {}

  static boolean isName(String name) {
    return WORDS.matcher(name).matches();
  }
}
