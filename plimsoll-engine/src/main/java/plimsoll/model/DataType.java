package plimsoll.model;

import java.util.List;
import java.util.stream.Collectors;

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
    return this != Scalar.JSON && !(this instanceof Varbinary) && !isNested();
  }

  /** Whether values are made of other values. */
  default boolean isNested() {
    return layout() == Layout.LIST || layout() == Layout.STRUCT;
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
    BYTES,
    /** Ranges of another vector: ARRAY, and MAP as a list of key and value. */
    LIST,
    /** One vector a field. */
    STRUCT
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

  /** How deep types may lie within each other. */
  int MAX_DEPTH = 16;

  /**
   * A part of a nested type. Parts may be NULL, but for the keys of maps.
   *
   * @param fieldId Iceberg field id, unique in the table and never reused; 0 until it is given one
   * @param name a field's name; {@code element}, {@code key} or {@code value} for other parts
   * @param type its type
   */
  record Part(int fieldId, String name, DataType type) {}

  /**
   * Values of one type in an order.
   *
   * @param element what its values are
   */
  record Array(Part element) implements DataType {
    /** Of elements without a field id yet. */
    public static Array of(DataType element) {
      return new Array(new Part(0, "element", element));
    }

    @Override
    public Layout layout() {
      return Layout.LIST;
    }

    @Override
    public String sql() {
      return "ARRAY<" + element.type().sql() + ">";
    }
  }

  /**
   * Values by key; a key occurs once.
   *
   * @param key not nested, never NULL
   * @param value what its values are
   */
  record MapOf(Part key, Part value) implements DataType {
    /** Of parts without field ids yet. */
    public static MapOf of(DataType key, DataType value) {
      return new MapOf(new Part(0, "key", key), new Part(0, "value", value));
    }

    @Override
    public Layout layout() {
      return Layout.LIST;
    }

    @Override
    public String sql() {
      return "MAP<" + key.type().sql() + ", " + value.type().sql() + ">";
    }
  }

  /**
   * Named values.
   *
   * @param fields at least one; names differ, without regard to case
   */
  record Struct(List<Part> fields) implements DataType {
    /** Copies the list. */
    public Struct {
      fields = List.copyOf(fields);
    }

    @Override
    public Layout layout() {
      return Layout.STRUCT;
    }

    /** Position of the named field without regard to case, or -1. */
    public int indexOf(String name) {
      for (int i = 0; i < fields.size(); i++) {
        if (fields.get(i).name().equalsIgnoreCase(name)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public String sql() {
      return fields.stream()
          .map(field -> DataTypes.fieldName(field.name()) + " " + field.type().sql())
          .collect(Collectors.joining(", ", "STRUCT<", ">"));
    }
  }

  /** The parts of a nested type; none of another. */
  default List<Part> parts() {
    if (this instanceof Array array) {
      return List.of(array.element());
    }
    if (this instanceof MapOf map) {
      return List.of(map.key(), map.value());
    }
    return this instanceof Struct struct ? struct.fields() : List.of();
  }
}
