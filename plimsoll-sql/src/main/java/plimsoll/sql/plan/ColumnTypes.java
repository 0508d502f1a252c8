package plimsoll.sql.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataType.Varbinary;
import plimsoll.model.DataType.Varchar;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.TypeName;

/** Type names of both dialects. Source: docs/types.md. */
final class ColumnTypes {
  private static final Set<String> NOT_YET = Set.of("BITMAP", "HLL", "PERCENTILE", "TIME", "UUID");

  private static final List<String> KNOWN =
      List.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INT",
          "BIGINT",
          "LARGEINT",
          "FLOAT",
          "DOUBLE",
          "DECIMAL",
          "DATE",
          "DATETIME",
          "TIMESTAMP",
          "CHAR",
          "VARCHAR",
          "STRING",
          "VARBINARY",
          "JSON",
          "ARRAY",
          "MAP",
          "STRUCT");

  private static final Map<String, String> NESTED =
      Map.of(
          "ARRAY", "ARRAY<type>",
          "MAP", "MAP<type, type>",
          "STRUCT", "STRUCT<name type, ...>");

  private ColumnTypes() {}

  static DataType of(TypeName type) {
    return of(type, 1);
  }

  private static DataType of(TypeName type, int depth) {
    String name = type.name().toUpperCase(Locale.ROOT);
    if (type.unsigned()) {
      throw ErrorCode.UNSUPPORTED.with("UNSIGNED", " Take the next wider type.").at(at(type));
    }
    if (NOT_YET.contains(name)) {
      throw ErrorCode.UNSUPPORTED.with("Type " + name, "").at(at(type));
    }
    if (NESTED.containsKey(name)) {
      return nested(type, name, depth);
    }
    if (!type.parts().isEmpty()) {
      throw bad(type, "Type " + name + " has no parts in angle brackets");
    }
    return switch (name) {
      case "BOOL", "BOOLEAN" -> Scalar.BOOLEAN;
      case "TINYINT", "INT8" -> Scalar.TINYINT;
      case "SMALLINT", "INT16" -> Scalar.SMALLINT;
      case "INT", "INTEGER", "INT32" -> Scalar.INT;
      case "BIGINT", "INT64" -> Scalar.BIGINT;
      case "LARGEINT" -> Scalar.LARGEINT;
      case "FLOAT" -> Scalar.FLOAT;
      case "DOUBLE" -> Scalar.DOUBLE;
      case "DECIMAL", "NUMERIC", "DECIMALV3", "DECIMAL32", "DECIMAL64", "DECIMAL128" ->
          decimal(type);
      case "DATE" -> Scalar.DATE;
      case "DATETIME", "TIMESTAMP" -> Scalar.DATETIME;
      case "STRING", "TEXT" -> Scalar.STRING;
      case "JSON", "JSONB" -> Scalar.JSON;
      case "BINARY", "VARBINARY" -> varbinary(type);
      case "VARCHAR" -> varchar(type);
      case "CHAR" -> sized(type, 1, true);
      default -> throw unknown(type, name);
    };
  }

  private static PlimsollException unknown(TypeName type, String name) {
    return ErrorCode.BAD_SCHEMA
        .with(
            "Unknown type '"
                + type.name()
                + "'."
                + Nearest.hint(name, KNOWN)
                + " Types: "
                + String.join(", ", KNOWN)
                + ".")
        .at(at(type));
  }

  /** Without numbers DECIMAL(10, 0), as in StarRocks and MySQL. */
  private static DataType decimal(TypeName type) {
    int precision = type.arguments().isEmpty() ? 10 : number(type, 0);
    int scale = type.arguments().size() < 2 ? 0 : number(type, 1);
    try {
      return new Decimal(precision, scale);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.BAD_SCHEMA
          .because(
              e,
              "DECIMAL("
                  + precision
                  + ", "
                  + scale
                  + ") is out of range: precision 1 to "
                  + Decimal.MAX_PRECISION
                  + ", scale 0 to precision.")
          .at(at(type));
    }
  }

  /** OpenMLDB's VARCHAR has no length, and StarRocks' {@code VARCHAR(*)} is as long as can be. */
  private static DataType varchar(TypeName type) {
    if (type.arguments().isEmpty()) {
      return Scalar.STRING;
    }
    return type.arguments().get(0).equals("*")
        ? new Varchar(Varchar.MAX_BYTES, false)
        : sized(type, 0, false);
  }

  private static DataType nested(TypeName type, String name, int depth) {
    if (depth == DataType.MAX_DEPTH) {
      throw bad(type, "Types lie more than " + DataType.MAX_DEPTH + " deep within each other");
    }
    boolean struct = name.equals("STRUCT");
    List<TypeName.Part> written = type.parts();
    int wanted = struct ? Math.max(1, written.size()) : name.equals("MAP") ? 2 : 1;
    if (written.size() != wanted
        || written.stream().anyMatch(part -> part.name().isPresent() != struct)) {
      throw bad(type, "Write " + NESTED.get(name));
    }
    List<DataType> types = written.stream().map(part -> of(part.type(), depth + 1)).toList();
    return switch (name) {
      case "ARRAY" -> DataType.Array.of(types.get(0));
      case "MAP" -> map(type, types);
      default -> struct(type, types);
    };
  }

  private static DataType map(TypeName type, List<DataType> types) {
    DataType key = types.get(0);
    if (key.isNested() || key == Scalar.JSON) {
      throw bad(type, "The keys of a MAP cannot be " + key.sql());
    }
    return DataType.MapOf.of(key, types.get(1));
  }

  private static DataType struct(TypeName type, List<DataType> types) {
    List<DataType.Part> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < types.size(); i++) {
      Name name = type.parts().get(i).name().orElseThrow();
      if (!names.add(name.text().toLowerCase(Locale.ROOT))) {
        throw ErrorCode.DUPLICATE_COLUMN.with(name.text(), "a STRUCT").at(name.at().toString());
      }
      fields.add(new DataType.Part(0, name.text(), types.get(i)));
    }
    return new DataType.Struct(fields);
  }

  private static PlimsollException bad(TypeName type, String what) {
    return ErrorCode.BAD_SCHEMA.with(what + ".").at(at(type));
  }

  private static DataType varbinary(TypeName type) {
    if (type.arguments().isEmpty() || type.arguments().get(0).equals("*")) {
      return Varbinary.ANY;
    }
    int bytes = number(type, 0);
    if (bytes < 1 || bytes > Varbinary.MAX_BYTES) {
      throw ErrorCode.BAD_SCHEMA
          .with(
              type.name()
                  + "("
                  + bytes
                  + ") is out of range: 1 to "
                  + Varbinary.MAX_BYTES
                  + " bytes.")
          .at(at(type));
    }
    return new Varbinary(bytes);
  }

  private static DataType sized(TypeName type, int byDefault, boolean fixed) {
    int bytes = type.arguments().isEmpty() ? byDefault : number(type, 0);
    try {
      return new Varchar(bytes, fixed);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.BAD_SCHEMA
          .because(
              e,
              type.name()
                  + "("
                  + bytes
                  + ") is out of range: 1 to "
                  + (fixed ? Varchar.MAX_CHAR_BYTES : Varchar.MAX_BYTES)
                  + " bytes.")
          .at(at(type));
    }
  }

  private static int number(TypeName type, int index) {
    String text = type.arguments().get(index);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ErrorCode.BAD_SCHEMA
          .because(e, "'" + text + "' is no length for type " + type.name() + ".")
          .at(at(type));
    }
  }

  private static String at(TypeName type) {
    return type.at().toString();
  }
}
