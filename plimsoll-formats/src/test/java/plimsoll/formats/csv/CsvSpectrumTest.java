package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;

/** The files of csv-spectrum, whole, at every chunk size. */
class CsvSpectrumTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "comma_in_quotes",
        "empty",
        "empty_crlf",
        "escaped_quotes",
        "json",
        "location_coordinates",
        "newlines",
        "newlines_crlf",
        "quotes_and_newlines",
        "simple",
        "simple_crlf",
        "utf8"
      })
  void isReadAsItsAuthorsSay(String name) throws IOException {
    List<List<String>> expected = json(bytes("spectrum/" + name + ".json"));
    if (name.equals("location_coordinates")) {
      expected.get(1).set(0, "2095257564"); // its JSON has another number than its CSV
    }
    byte[] csv = bytes("spectrum/" + name + ".csv");
    CsvOptions options =
        CsvOptions.rfc4180().toBuilder().emptyIsNull(false).header(Header.NONE).build();
    CsvFormat format = Dialects.format(options, expected.get(0).size());
    for (int chunk = 1; chunk <= csv.length + 1; chunk += 1 + chunk / 20) {
      Parsed parsed = Parsed.of(format, csv, chunk);
      assertThat(parsed.rejects).isEmpty();
      assertThat(parsed.rows).isEqualTo(expected);
    }
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CsvSpectrumTest.class.getResourceAsStream(resource))) {
      return in.readAllBytes();
    }
  }

  /** An array of objects with the same names: the names, then the values of each. */
  private static List<List<String>> json(byte[] text) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> row = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(text)) {
      for (@Nullable JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME && rows.isEmpty()) {
          names.add(json.currentName());
        } else if (token == JsonToken.VALUE_STRING) {
          row.add(json.getText());
        } else if (token == JsonToken.END_OBJECT) {
          rows.add(row);
          row = new ArrayList<>();
        }
      }
    }
    rows.add(0, names);
    return rows;
  }
}
