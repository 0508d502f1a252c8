package plimsoll.lake.parquet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.PageColumn;

/**
 * Which pages of others a table's files may have: those that our own encoders could have made, so
 * that whoever reads our tables reads them too.
 */
final class PageFit {
  private final @Nullable CompressionCodecName only;

  /**
   * For a table.
   *
   * @param properties of the table: if they say a compression, its files have that and no other
   */
  PageFit(Map<String, String> properties) {
    only =
        properties.containsKey(PageCompression.PROPERTY)
            ? PageCompression.of(properties).codec()
            : null;
  }

  /** Whether the pages of a column can be those of a table's column, as far as a footer tells. */
  boolean takes(PageColumn pages, Type column) {
    if (!column.isPrimitive()) {
      return false;
    }
    PrimitiveType type = column.asPrimitiveType();
    return pages.physical().equals(type.getPrimitiveTypeName().name())
        && (type.getPrimitiveTypeName() != PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
            || pages.length() == type.getTypeLength())
        && takesCodec(CompressionCodecName.valueOf(pages.codec()))
        && takesAll(pages.encodings(), type);
  }

  /**
   * Footers name the encodings of levels too. So RLE says nothing of values, but where it stands
   * alone: these are runs of booleans.
   */
  private static boolean takesAll(Set<String> encodings, PrimitiveType type) {
    List<String> ofValues =
        encodings.stream()
            .filter(name -> !name.equals("RLE") && !name.equals("BIT_PACKED"))
            .toList();
    return !ofValues.isEmpty() && ofValues.stream().allMatch(name -> takes(type, name));
  }

  /**
   * Without a word of the table, what is compressed so that each reader of Iceberg knows it. Never
   * gzip: a page may have several members, or a name in its header, which not all readers take.
   */
  private boolean takesCodec(CompressionCodecName codec) {
    return only == null
        ? codec == CompressionCodecName.ZSTD || codec == CompressionCodecName.SNAPPY
        : codec == only && codec != CompressionCodecName.GZIP;
  }

  /** Whether a page of that type may be encoded so. */
  static boolean takes(PrimitiveType type, String encoding) {
    PrimitiveTypeName physical = type.getPrimitiveTypeName();
    return switch (Encoding.valueOf(encoding)) {
      case PLAIN -> true;
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> physical != PrimitiveTypeName.BOOLEAN;
      case DELTA_BINARY_PACKED ->
          physical == PrimitiveTypeName.INT32 || physical == PrimitiveTypeName.INT64;
      case DELTA_LENGTH_BYTE_ARRAY -> physical == PrimitiveTypeName.BINARY;
      case BYTE_STREAM_SPLIT ->
          physical == PrimitiveTypeName.FLOAT || physical == PrimitiveTypeName.DOUBLE;
      default -> false;
    };
  }
}
