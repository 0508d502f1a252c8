package plimsoll.sql.parse;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.SqlText;
import plimsoll.sql.tree.TableRef;

/** Prints a tree of records without places and without what is empty or false. */
final class TreePrint {
  private TreePrint() {}

  static String of(Object node) {
    if (node instanceof Optional<?> optional) {
      return of(optional.orElseThrow());
    }
    if (node instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(TreePrint::of).toList()) + "]";
    }
    if (node instanceof Literal literal) {
      return literal.kind() == Literal.Kind.WORD ? literal.text() : literal.sql();
    }
    if (node instanceof SqlText query) {
      return "«" + query.text().replace("\n", "\\n") + "»";
    }
    if (node instanceof Record record && !(node instanceof Name) && !(node instanceof TableRef)) {
      return record(record);
    }
    return node.toString();
  }

  private static String record(Record record) {
    List<String> parts = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      @Nullable Object value = value(record, component);
      if (!component.getName().equals("at") && !isEmpty(value)) {
        parts.add(component.getName() + "=" + of(value));
      }
    }
    return record.getClass().getSimpleName() + "(" + String.join(", ", parts) + ")";
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null
        || value.equals(Optional.empty())
        || value.equals(OptionalLong.empty())
        || value.equals(List.of())
        || value.equals(false)
        || value.equals("")
        || value.equals(0L);
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
