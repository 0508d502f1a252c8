package plimsoll.model;

/**
 * A column's logical type. The set is closed; each type has one physical layout in a {@link Vector}
 * and one Iceberg type.
 *
 * <p>Source: the type table in docs/types.md.
 */
public sealed interface DataType {
  /** How values lie in memory. */
  Layout layout();

  /** Whether values are text that any field of a file can be, with or without a length limit. */
  default boolean isText() {
    return this == Scalar.STRING || this instanceof Varchar;
  }

  /** What {@link #maxBytes} answers where there is no limit. */
  int NO_LIMIT = Integer.MAX_VALUE;

  /** Most bytes of a value of variable length that the declaration allows. */
  default int maxBytes() {
    return NO_LIMIT;
  }

  /** Whether values have an order that keys and partitions can rest on. */
  default boolean isOrdered() {
    return this != Scalar.JSON && !(this instanceof Varbinary);
  }

  /** The type as SQL writes it, for example {@code DECIMAL(10, 2)}. */
  String sql();

  /** Memory layouts of vectors. */
  enum Layout {
    /** One byte a value, 0 or 1. */
    BOOLEAN,
    /** 32-bit integers; also DATE as days since 1970-01-01. */
    INT,
    /**
     * 64-bit integers; also DATETIME as microseconds since 1970-01-01 and DECIMAL up to 18 digits.
     */
    LONG,
    /** 128-bit integers in two longs: LARGEINT, and DECIMAL of 19 to 38 digits, unscaled. */
    INT128,
    /** 32-bit IEEE 754. */
    FLOAT,
    /** 64-bit IEEE 754. */
    DOUBLE,
    /** Byte strings of any length. */
    BYTES
  }

  /** Types without parameters. */
  enum Scalar implements DataType {
    BOOLEAN(Layout.BOOLEAN),
    TINYINT(Layout.INT),
    SMALLINT(Layout.INT),
    INT(Layout.INT),
    BIGINT(Layout.LONG),
    /** Whole numbers of up to 38 digits: a little less than 128 bits. */
    LARGEINT(Layout.INT128),
    FLOAT(Layout.FLOAT),
    DOUBLE(Layout.DOUBLE),
    /** Days; years 0000 to 9999, proleptic Gregorian. */
    DATE(Layout.INT),
    /** Microseconds, without a time zone; years 0000 to 9999. */
    DATETIME(Layout.LONG),
    /** UTF-8 text without a length limit of its own. */
    STRING(Layout.BYTES),
    /** JSON text, checked; with one blank behind each comma and colon. */
    JSON(Layout.BYTES);

    private final Layout layout;

    Scalar(Layout layout) {
      this.layout = layout;
    }

    @Override
    public Layout layout() {
      return layout;
    }

    @Override
    public String sql() {
      return name();
    }
  }

  /**
   * Exact decimal numbers.
   *
   * @param precision all digits, 1 to 38
   * @param scale digits after the point, 0 to {@code precision}
   */
  record Decimal(int precision, int scale) implements DataType {
    /** The most digits a DECIMAL can have. */
    public static final int MAX_PRECISION = 38;

    /** The most digits that fit one long. */
    public static final int MAX_LONG_PRECISION = 18;

    /** Checks the ranges. */
    public Decimal {
      if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
        throw new IllegalArgumentException("DECIMAL(" + precision + ", " + scale + ")");
      }
    }

    @Override
    public Layout layout() {
      return precision <= MAX_LONG_PRECISION ? Layout.LONG : Layout.INT128;
    }

    @Override
    public String sql() {
      return "DECIMAL(" + precision + ", " + scale + ")";
    }
  }

  /**
   * Text of limited length.
   *
   * @param maxBytes most bytes of UTF-8, as in StarRocks: bytes, not characters
   * @param fixed CHAR rather than VARCHAR; stored alike, without padding
   */
  record Varchar(int maxBytes, boolean fixed) implements DataType {
    /** The longest VARCHAR, StarRocks' limit of 3.x. */
    public static final int MAX_BYTES = 1_048_576;

    /** The longest CHAR. */
    public static final int MAX_CHAR_BYTES = 255;

    /** Checks the range. */
    public Varchar {
      if (maxBytes < 1 || maxBytes > (fixed ? MAX_CHAR_BYTES : MAX_BYTES)) {
        throw new IllegalArgumentException((fixed ? "CHAR(" : "VARCHAR(") + maxBytes + ")");
      }
    }

    @Override
    public Layout layout() {
      return Layout.BYTES;
    }

    @Override
    public String sql() {
      return (fixed ? "CHAR(" : "VARCHAR(") + maxBytes + ")";
    }
  }

  /**
   * Bytes of limited length.
   *
   * @param maxBytes most bytes; {@link #UNLIMITED} for no limit of its own
   */
  record Varbinary(int maxBytes) implements DataType {
    /** No limit. */
    public static final int UNLIMITED = NO_LIMIT;

    /** The longest length that can be declared. */
    public static final int MAX_BYTES = Varchar.MAX_BYTES;

    /** Bytes without a limit. */
    public static final Varbinary ANY = new Varbinary(UNLIMITED);

    /** Checks the range. */
    public Varbinary {
      if (maxBytes < 1 || (maxBytes > MAX_BYTES && maxBytes != UNLIMITED)) {
        throw new IllegalArgumentException("VARBINARY(" + maxBytes + ")");
      }
    }

    @Override
    public Layout layout() {
      return Layout.BYTES;
    }

    @Override
    public String sql() {
      return maxBytes == UNLIMITED ? "VARBINARY" : "VARBINARY(" + maxBytes + ")";
    }
  }
}
