package plimsoll.lake.parquet;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import plimsoll.error.ErrorCode;

/**
 * How pages are compressed: table property {@code compression}, StarRocks' name and values.
 *
 * @param codec Parquet codec
 * @param level ZSTD level, 1 to 22; 0 for the others
 */
public record PageCompression(CompressionCodecName codec, int level) {
  /** Name of the table property. */
  public static final String PROPERTY = "compression";

  /** What a table gets that says nothing: ZSTD costs little at level 1. */
  public static final PageCompression DEFAULT = new PageCompression(CompressionCodecName.ZSTD, 1);

  private static final int MAX_LEVEL = 22;
  private static final Pattern FORM = Pattern.compile("(\\w+)(?:\\((\\d{1,2})\\))?");

  /**
   * Reads the property: {@code zstd}, {@code zstd(3)}, {@code snappy}, {@code none}. StarRocks'
   * {@code lz4} and {@code zlib}, which Parquet readers rarely share, become ZSTD. BAD_OPTION
   * otherwise.
   */
  public static PageCompression of(Map<String, String> properties) {
    String text = properties.get(PROPERTY);
    return text == null ? DEFAULT : parse(text.trim().toLowerCase(Locale.ROOT));
  }

  private static PageCompression parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw refused(text);
    }
    int level = form.group(2) == null ? 1 : Integer.parseInt(form.group(2));
    return switch (form.group(1)) {
      case "zstd", "lz4", "zlib" -> zstd(level, text);
      case "snappy" -> new PageCompression(CompressionCodecName.SNAPPY, 0);
      case "none", "uncompressed" -> new PageCompression(CompressionCodecName.UNCOMPRESSED, 0);
      default -> throw refused(text);
    };
  }

  private static PageCompression zstd(int level, String text) {
    if (level < 1 || level > MAX_LEVEL) {
      throw refused(text);
    }
    return new PageCompression(CompressionCodecName.ZSTD, level);
  }

  private static RuntimeException refused(String text) {
    return ErrorCode.BAD_OPTION.with(
        "Unknown compression '" + text + "'. Use zstd, zstd(1) to zstd(22), snappy or none.");
  }
}
