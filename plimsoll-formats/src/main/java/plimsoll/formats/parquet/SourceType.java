package plimsoll.formats.parquet;

import java.util.Locale;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What the values of a file's column are, as its schema says.
 *
 * <p>Source: the Parquet format, "Logical types"; annotations of before 2018 come as their newer
 * ones.
 *
 * @param kind what they mean
 * @param physical how they lie in pages
 * @param length bytes of each, where all are of one length
 * @param unsigned whether integers have no sign
 * @param scale digits of decimals behind the point
 * @param perSecond units of times in a second: 1000, a million or a thousand million
 * @param instant whether a timestamp is an instant, to be brought to a time zone
 * @param name for messages, for example {@code INT32 DATE}
 */
record SourceType(
    Kind kind,
    PrimitiveTypeName physical,
    int length,
    boolean unsigned,
    int scale,
    long perSecond,
    boolean instant,
    String name) {
  static final long MILLIS = 1_000;
  static final long MICROS = 1_000_000;
  static final long NANOS = 1_000_000_000;

  /** What values mean. */
  enum Kind {
    BOOLEAN,
    INTEGER,
    DECIMAL,
    FLOAT,
    DOUBLE,
    /** Days since 1970. */
    DATE,
    /** Of a day. */
    TIME,
    TIMESTAMP,
    /** UTF-8. */
    TEXT,
    JSON,
    BINARY,
    UUID,
    /** What no column can take. */
    OTHER
  }

  /** How values are held while a batch is made. */
  enum Layout {
    LONGS,
    DOUBLES,
    SPANS
  }

  static SourceType of(PrimitiveType type) {
    LogicalTypeAnnotation means = type.getLogicalTypeAnnotation();
    String name = type.getPrimitiveTypeName() + (means == null ? "" : " " + means.toString());
    PrimitiveTypeName physical = type.getPrimitiveTypeName();
    if (means == null) {
      return plain(physical, type.getTypeLength(), name);
    }
    SourceType base =
        new SourceType(Kind.OTHER, physical, type.getTypeLength(), false, 0, MICROS, false, name);
    if (means instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation integer) {
      return new SourceType(Kind.INTEGER, physical, 0, !integer.isSigned(), 0, MICROS, false, name);
    }
    if (means instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
      return new SourceType(
          Kind.DECIMAL,
          physical,
          type.getTypeLength(),
          false,
          decimal.getScale(),
          MICROS,
          false,
          name);
    }
    if (means instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp) {
      return new SourceType(
          Kind.TIMESTAMP,
          physical,
          0,
          false,
          0,
          perSecond(timestamp.getUnit()),
          timestamp.isAdjustedToUTC(),
          name);
    }
    if (means instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation time) {
      return new SourceType(
          Kind.TIME, physical, 0, false, 0, perSecond(time.getUnit()), false, name);
    }
    return base.as(kind(means));
  }

  private static Kind kind(LogicalTypeAnnotation means) {
    if (means instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
        || means instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation) {
      return Kind.TEXT;
    }
    if (means instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation) {
      return Kind.JSON;
    }
    if (means instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return Kind.DATE;
    }
    if (means instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation) {
      return Kind.UUID;
    }
    return means instanceof LogicalTypeAnnotation.BsonLogicalTypeAnnotation
        ? Kind.BINARY
        : Kind.OTHER;
  }

  private SourceType as(Kind newKind) {
    return new SourceType(newKind, physical, length, unsigned, scale, perSecond, instant, name);
  }

  private static SourceType plain(PrimitiveTypeName physical, int length, String name) {
    return switch (physical) {
      case BOOLEAN -> simple(Kind.BOOLEAN, physical, length, name);
      case INT32, INT64 -> simple(Kind.INTEGER, physical, length, name);
      case FLOAT -> simple(Kind.FLOAT, physical, length, name);
      case DOUBLE -> simple(Kind.DOUBLE, physical, length, name);
      case BINARY, FIXED_LEN_BYTE_ARRAY -> simple(Kind.BINARY, physical, length, name);
      // Instants, by those who wrote them; brought to microseconds as they are read.
      case INT96 -> new SourceType(Kind.TIMESTAMP, physical, 0, false, 0, MICROS, true, name);
    };
  }

  private static SourceType simple(Kind kind, PrimitiveTypeName physical, int length, String name) {
    return new SourceType(kind, physical, length, false, 0, MICROS, false, name);
  }

  private static long perSecond(LogicalTypeAnnotation.TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> MILLIS;
      case MICROS -> MICROS;
      case NANOS -> NANOS;
    };
  }

  Layout layout() {
    return switch (physical) {
      case BOOLEAN, INT32, INT64, INT96 -> Layout.LONGS;
      case FLOAT, DOUBLE -> Layout.DOUBLES;
      case BINARY, FIXED_LEN_BYTE_ARRAY -> Layout.SPANS;
    };
  }

  /** Whether JSON writes such values without quotes. */
  boolean isBare() {
    return kind == Kind.BOOLEAN || kind == Kind.INTEGER || kind == Kind.DECIMAL;
  }

  @Override
  public String toString() {
    return name.toUpperCase(Locale.ROOT);
  }
}
