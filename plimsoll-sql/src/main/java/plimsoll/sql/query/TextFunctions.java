package plimsoll.sql.query;

import static plimsoll.sql.query.Result.BIGINT;
import static plimsoll.sql.query.Result.BINARY;
import static plimsoll.sql.query.Result.BOOLEAN;
import static plimsoll.sql.query.Result.INT;
import static plimsoll.sql.query.Result.TEXT;
import static plimsoll.sql.query.Result.orNull;

import java.util.List;

/** Functions of text. Positions count from 1, in characters; LENGTH counts bytes, as in MySQL. */
final class TextFunctions {
  /** {@code text COLLATE ..._ci}. */
  static final String IGNORE_CASE = "$ignore_case";

  private TextFunctions() {}

  static List<Function> all() {
    return List.of(
        Function.of(
            "ASCII",
            "text",
            INT,
            "CASE WHEN $1 = '' THEN 0 ELSE ascii($1) END",
            "Code of the first character; 0 for the empty text."),
        Function.of("CHAR_LENGTH CHARACTER_LENGTH", "text", BIGINT, "length($1)", "Characters."),
        Function.of("CONCAT", "text, text...", TEXT, "($|)", "All texts joined; NULL if any is."),
        Function.of(
            "CONCAT_WS",
            "text, text...",
            TEXT,
            "concat_ws($*)",
            "Texts joined with the first between them; NULLs are left out."),
        Function.of(
            "ENDS_WITH",
            "text, text",
            BOOLEAN,
            "ends_with($1, $2)",
            "Whether the first text ends with the second."),
        Function.of(
            "FIELD",
            "same, same...",
            Result.notNull(INT),
            "coalesce(list_position([$*][2:], $1), 0)",
            "Which of the other values equals the first, counted from 1; 0 if none."),
        Function.of(
            "FIND_IN_SET",
            "text, text",
            INT,
            "CASE WHEN $? THEN NULL ELSE coalesce(list_position(string_split($2, ','), $1), 0) END",
            "Place of a text in a list with commas; 0 if it is not there."),
        Function.of(
            "UNHEX", "text", BINARY, "unhex($1)", "The bytes that hexadecimal digits stand for."),
        Function.of("TO_BASE64", "any", TEXT, "to_base64($1::BLOB)", "Base64 of bytes or a text."),
        Function.of(
            "FROM_BASE64", "text", BINARY, "from_base64($1)", "The bytes that Base64 stands for."),
        Function.of(
            "HEX", "any", TEXT, "hex($1)", "Hexadecimal digits of a text's bytes or a number."),
        Function.of(
            "INSTR",
            "text, text",
            INT,
            "CAST(instr($1, $2) AS INTEGER)",
            "Where the second text starts in the first; 0 if nowhere."),
        Function.of(
            "LEFT STRLEFT",
            "text, integer",
            TEXT,
            "left($1, greatest($2, 0))",
            "The first n characters."),
        Function.of("LENGTH OCTET_LENGTH", "text", BIGINT, "strlen($1)", "Bytes in UTF-8."),
        Function.rendered(
            "LOCATE",
            "text, text, [integer]",
            INT,
            TextFunctions::locate,
            "Where the first text starts in the second, looking from the third on; 0 if nowhere."),
        Function.of("LOWER LCASE", "text", TEXT, "lower($1)", "In small letters."),
        Function.of(
            "LPAD",
            "text, integer, text",
            orNull(TEXT),
            "CASE WHEN $2 < 0 THEN NULL ELSE lpad($1, CAST($2 AS INTEGER), $3) END",
            "Filled on the left to n characters, or cut to them."),
        Function.of(
            "LTRIM",
            "text, [text]",
            TEXT,
            "ltrim($*)",
            "Without spaces, or characters of the second text, on the left."),
        Function.of("MD5", "text", TEXT, "md5($1)", "MD5 digest in hexadecimal digits."),
        Function.of(
            "NULL_OR_EMPTY",
            "text",
            Result.notNull(BOOLEAN),
            "(coalesce($1, '') = '')",
            "Whether the text is NULL or empty."),
        Function.of(
            "REGEXP REGEXP_LIKE",
            "text, text",
            BOOLEAN,
            "regexp_matches($1, $2)",
            "Whether a part of the text matches the regular expression (RE2)."),
        Function.of(
            "REGEXP_EXTRACT",
            "text, text, integer",
            TEXT,
            "regexp_extract($1, $2, CAST($3 AS INTEGER))",
            "The first match of group n; 0 is the whole match; empty if there is none."),
        Function.of(
            "REGEXP_REPLACE",
            "text, text, text",
            TEXT,
            "regexp_replace($1, $2, $3, 'g')",
            "Every match replaced; \\\\1 in the replacement is the first group."),
        Function.of(
            "REPEAT", "text, integer", TEXT, "repeat($1, greatest($2, 0))", "The text n times."),
        Function.of(
            "REPLACE",
            "text, text, text",
            TEXT,
            "CASE WHEN $2 = '' THEN $1 ELSE replace($1, $2, $3) END",
            "Every occurrence of the second text replaced by the third."),
        Function.of("REVERSE", "text", TEXT, "reverse($1)", "Backwards."),
        Function.of(
            "RIGHT STRRIGHT",
            "text, integer",
            TEXT,
            "right($1, greatest($2, 0))",
            "The last n characters."),
        Function.of(
            "RPAD",
            "text, integer, text",
            orNull(TEXT),
            "CASE WHEN $2 < 0 THEN NULL ELSE rpad($1, CAST($2 AS INTEGER), $3) END",
            "Filled on the right to n characters, or cut to them."),
        Function.of(
            "RTRIM",
            "text, [text]",
            TEXT,
            "rtrim($*)",
            "Without spaces, or characters of the second text, on the right."),
        Function.of(
            "SHA2", "text, constant", TEXT, "sha256($1)", "SHA-256 digest; the second is 256."),
        Function.of("SPACE", "integer", TEXT, "repeat(' ', greatest($1, 0))", "n spaces."),
        Function.of(
            "SPLIT_PART",
            "text, text, integer",
            orNull(TEXT),
            "string_split($1, $2)[$3]",
            "The n-th part between separators, from the end if n is negative; NULL beyond."),
        Function.of(
            "STARTS_WITH",
            "text, text",
            BOOLEAN,
            "starts_with($1, $2)",
            "Whether the first text starts with the second."),
        Function.of(
            "STRCMP",
            "text, text",
            INT,
            "CASE WHEN $1 < $2 THEN -1 WHEN $1 > $2 THEN 1 WHEN $1 = $2 THEN 0 END",
            "-1, 0 or 1 as the first text sorts before, like or after the second."),
        Function.rendered(
            "SUBSTRING SUBSTR MID",
            "text, integer, [integer]",
            TEXT,
            TextFunctions::substring,
            "From place n, counted from the end if negative, at most so many characters."),
        Function.of(
            "SUBSTRING_INDEX",
            "text, text, integer",
            TEXT,
            "CASE WHEN $2 = '' OR $3 = 0 THEN ''"
                + " WHEN $3 > 0 THEN array_to_string(string_split($1, $2)[1:$3], $2)"
                + " ELSE array_to_string(string_split($1, $2)[$3:], $2) END",
            "Up to the n-th separator, or from the n-th from the end if negative."),
        Function.of(
            "TRIM",
            "text, [text]",
            TEXT,
            "trim($*)",
            "Without spaces, or characters of the second text, on both sides. Also TRIM([BOTH |"
                + " LEADING | TRAILING] text FROM text), which removes whole occurrences."),
        // The second operand only marks the place of COLLATE.
        Function.of(IGNORE_CASE, "text, text", TEXT, "($1 COLLATE NOCASE.NOACCENT)", ""),
        Function.of("$trim_both_blanks", "text", TEXT, "trim($1)", ""),
        Function.of("$trim_leading_blanks", "text", TEXT, "ltrim($1)", ""),
        Function.of("$trim_trailing_blanks", "text", TEXT, "rtrim($1)", ""),
        Function.of(
            "$trim_both",
            "text, text",
            TEXT,
            "regexp_replace(" + leading("$2", "$1") + ", " + group("$1") + " || '$', '')",
            ""),
        Function.of("$trim_leading", "text, text", TEXT, leading("$2", "$1"), ""),
        Function.of(
            "$trim_trailing",
            "text, text",
            TEXT,
            "regexp_replace($2, " + group("$1") + " || '$', '')",
            ""),
        Function.of("UPPER UCASE", "text", TEXT, "upper($1)", "In capitals."),
        Function.of("UUID", "", Result.notNull(TEXT), "CAST(uuid() AS VARCHAR)", "A random UUID.")
            .changing());
  }

  private static String leading(String text, String cut) {
    return "regexp_replace(" + text + ", '^' || " + group(cut) + ", '')";
  }

  private static String group(String cut) {
    return "'(?:' || regexp_escape(" + cut + ") || ')*'";
  }

  private static void locate(
      org.apache.calcite.sql.SqlWriter writer, org.apache.calcite.sql.SqlCall call) {
    String plain = "CAST(instr($2, $1) AS INTEGER)";
    String from =
        "CASE WHEN $3 < 1 THEN 0 ELSE CAST(coalesce("
            + "nullif(instr(substring($2, $3), $1), 0) + $3 - 1, 0) AS INTEGER) END";
    boolean two = call.operandCount() == 2;
    Template.write(two ? plain : from, writer, call.getOperandList(), false);
  }

  /** DuckDB takes place 0 as 1, and a place before the start as the start; MySQL finds nothing. */
  private static void substring(
      org.apache.calcite.sql.SqlWriter writer, org.apache.calcite.sql.SqlCall call) {
    String length = call.operandCount() == 2 ? "" : ", greatest($3, 0)";
    Template.write(
        "CASE WHEN $2 = 0 OR $2 < -length($1) THEN '' ELSE substring($1, $2" + length + ") END",
        writer,
        call.getOperandList(),
        false);
  }
}
