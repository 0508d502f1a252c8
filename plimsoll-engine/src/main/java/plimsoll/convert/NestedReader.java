package plimsoll.convert;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import plimsoll.model.DataType;
import plimsoll.model.Vector;

/**
 * ARRAY {@code [1,null]}, MAP {@code {1:"a"}} and STRUCT {@code {"a":1}}, within each other as deep
 * as the type is declared. One malformed part makes the whole value bad.
 *
 * <p>Text, times, bytes and JSON stand in double quotes, with a quote in them doubled; numbers and
 * truth values stand without. {@code null} is NULL. A key that a map has twice keeps its last
 * value, at the last one's place; a key cannot be NULL. Four million elements are the most, fewer
 * with a small heap. Fields of a struct come in any order; one that is missing is NULL.
 */
final class NestedReader implements ValueReader {
  /*
   * An element takes some 16 bytes as a value, 8 of levels and 16 in a page, each array with room to
   * grow: a value of very many small elements takes twenty times its text.
   */
  private static final int BYTES_PER_ELEMENT = 256;
  private static final int MOST_ELEMENTS =
      (int) Math.min(1 << 22, Runtime.getRuntime().maxMemory() / BYTES_PER_ELEMENT);

  private final Part root;
  private byte[] data = new byte[0];
  private byte[] scratch = new byte[64];
  private int scratchUsed;
  private int at;
  private int end;

  NestedReader(DataType type, Conversions rules, ZoneId zone) {
    root = part(type, rules, zone);
  }

  @Override
  public boolean read(byte[] bytes, int start, int past, Vector out, int row) {
    data = bytes;
    at = start;
    end = past;
    return skip() && root.read(out, row) && !skip();
  }

  @Override
  public void shrink() {
    data = new byte[0];
    scratch = new byte[64];
  }

  private Part part(DataType type, Conversions rules, ZoneId zone) {
    if (type instanceof DataType.Array array) {
      return new ArrayPart(part(array.element().type(), rules, zone));
    }
    if (type instanceof DataType.MapOf map) {
      return new MapPart(
          part(map.key().type(), rules, zone), part(map.value().type(), rules, zone));
    }
    if (type instanceof DataType.Struct struct) {
      return new StructPart(
          struct, struct.fields().stream().map(f -> part(f.type(), rules, zone)).toList());
    }
    if (type.isText()) {
      return new TextPart(type.maxBytes());
    }
    boolean quoted =
        type.layout() == DataType.Layout.BYTES
            || type == DataType.Scalar.DATE
            || type == DataType.Scalar.DATETIME;
    ValueReader values = reader(type, rules, zone);
    return quoted ? new QuotedPart(values) : new BarePart(values);
  }

  /** Answers print booleans as 1 and 0 and bytes as Base64: what is printed loads again. */
  private static ValueReader reader(DataType type, Conversions rules, ZoneId zone) {
    if (type == DataType.Scalar.BOOLEAN) {
      return new BooleanReader(true);
    }
    return type instanceof DataType.Varbinary bytes
        ? new Base64Reader(bytes.maxBytes())
        : ValueReaders.forType(type, rules, zone);
  }

  /** Passes over blanks; whether something follows. */
  private boolean skip() {
    at = Numbers.skipBlanks(data, at, end);
    return at < end;
  }

  /** Takes a sign with the blanks before it. */
  private boolean accept(char sign) {
    if (skip() && data[at] == sign) {
      at++;
      return true;
    }
    return false;
  }

  private boolean isNull() {
    int past = at + 4;
    if (past > end || !Numbers.isWord(data, at, past, "null") || !endsWord(past)) {
      return false;
    }
    at = past;
    return true;
  }

  private boolean endsWord(int place) {
    return place == end || isDelimiter(data[place]) || Numbers.isBlank(data[place]);
  }

  private static boolean isDelimiter(byte sign) {
    return sign == ',' || sign == ']' || sign == '}' || sign == ':';
  }

  /**
   * Takes a text in double quotes; its bytes, with quotes no longer doubled, are then the first
   * {@link #scratchUsed} of {@link #scratch}.
   */
  private boolean quoted() {
    if (at == end || data[at] != '"') {
      return false;
    }
    scratchUsed = 0;
    int from = at + 1;
    while (true) {
      int quote = Swar.indexOf(data, from, end, (byte) '"');
      if (quote < 0) {
        return false;
      }
      boolean doubled = quote + 1 < end && data[quote + 1] == '"';
      keep(from, doubled ? quote + 1 : quote);
      from = quote + 2;
      if (!doubled) {
        at = quote + 1;
        return true;
      }
    }
  }

  private void keep(int from, int to) {
    if (scratch.length - scratchUsed < to - from) {
      scratch = Arrays.copyOf(scratch, (scratchUsed + to - from) * 2);
    }
    System.arraycopy(data, from, scratch, scratchUsed, to - from);
    scratchUsed += to - from;
  }

  /** The elements of all rows of a batch, which only a very long row makes so many. */
  private static boolean isFull(Vector.Lists lists) {
    return lists.used() >= MOST_ELEMENTS;
  }

  /** Reads one value, which is not NULL, into a slot. */
  private interface Part {
    boolean read(Vector out, int slot);
  }

  /** Reads a value or NULL, blanks before it apart. */
  private boolean readAny(Part part, Vector out, int slot) {
    if (!skip()) {
      return false;
    }
    if (isNull()) {
      out.setNull(slot);
      return true;
    }
    return part.read(out, slot);
  }

  private final class BarePart implements Part {
    private final ValueReader values;

    BarePart(ValueReader values) {
      this.values = values;
    }

    @Override
    public boolean read(Vector out, int slot) {
      int start = at;
      while (at < end && !isDelimiter(data[at])) {
        at++;
      }
      return values.read(data, start, Numbers.dropBlanks(data, start, at), out, slot);
    }
  }

  private final class QuotedPart implements Part {
    private final ValueReader values;

    QuotedPart(ValueReader values) {
      this.values = values;
    }

    @Override
    public boolean read(Vector out, int slot) {
      if (!quoted()) {
        return false;
      }
      if (!(out instanceof Vector.Bytes bytes)) {
        return values.read(scratch, 0, scratchUsed, out, slot);
      }
      if (values instanceof TextReader text) {
        return keepText(bytes, slot, text.maxBytes());
      }
      return values.read(scratch, 0, scratchUsed, bytes, slot);
    }
  }

  private boolean keepText(Vector.Bytes texts, int slot, int maxBytes) {
    System.arraycopy(scratch, 0, texts.reserve(scratchUsed), texts.used(), scratchUsed);
    texts.append(slot, scratchUsed);
    return scratchUsed <= maxBytes;
  }

  private final class TextPart implements Part {
    private final int maxBytes;

    TextPart(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public boolean read(Vector out, int slot) {
      return quoted() && keepText((Vector.Bytes) out, slot, maxBytes);
    }
  }

  private final class ArrayPart implements Part {
    private final Part element;

    ArrayPart(Part element) {
      this.element = element;
    }

    @Override
    public boolean read(Vector out, int slot) {
      Vector.Lists lists = (Vector.Lists) out;
      int start = lists.used();
      if (!accept('[') || !elements(lists)) {
        lists.used(start);
        return false;
      }
      lists.end(slot, start);
      return true;
    }

    private boolean elements(Vector.Lists lists) {
      if (accept(']')) {
        return true;
      }
      do {
        if (isFull(lists) || !readAny(element, lists.elements(), lists.add())) {
          return false;
        }
      } while (accept(','));
      return accept(']');
    }
  }

  private final class MapPart implements Part {
    private final Part key;
    private final Part value;
    private final KeySet keys = new KeySet();

    MapPart(Part key, Part value) {
      this.key = key;
      this.value = value;
    }

    @Override
    public boolean read(Vector out, int slot) {
      Vector.Lists lists = (Vector.Lists) out;
      int start = lists.used();
      if (!accept('{') || !entries(lists)) {
        lists.used(start);
        return false;
      }
      lists.used(keys.lastOfEach((Vector.Structs) lists.elements(), start, lists.used()));
      lists.end(slot, start);
      return true;
    }

    private boolean entries(Vector.Lists lists) {
      if (accept('}')) {
        return true;
      }
      List<Vector> fields = ((Vector.Structs) lists.elements()).fields();
      do {
        if (isFull(lists)) {
          return false;
        }
        int place = lists.add();
        fields.get(0).setPresent(place);
        fields.get(1).setPresent(place);
        if (!skip()
            || isNull()
            || !key.read(fields.get(0), place)
            || !accept(':')
            || !readAny(value, fields.get(1), place)) {
          return false;
        }
      } while (accept(','));
      return accept('}');
    }
  }

  private final class StructPart implements Part {
    private final Name[] names;
    private final List<Part> fields;
    private final boolean[] found;

    StructPart(DataType.Struct type, List<Part> fields) {
      this.names = type.fields().stream().map(field -> new Name(field.name())).toArray(Name[]::new);
      this.fields = fields;
      this.found = new boolean[names.length];
    }

    @Override
    public boolean read(Vector out, int slot) {
      List<Vector> vectors = ((Vector.Structs) out).fields();
      // A field of this type within this type is another part, so the marks are this value's alone.
      Arrays.fill(found, false);
      if (!accept('{') || !fields(vectors, slot)) {
        return false;
      }
      for (int i = 0; i < found.length; i++) {
        if (!found[i]) {
          vectors.get(i).setNull(slot);
        }
      }
      return true;
    }

    private boolean fields(List<Vector> vectors, int slot) {
      if (accept('}')) {
        return true;
      }
      do {
        int field = skip() && quoted() ? indexOf() : -1;
        if (field < 0 || found[field] || !accept(':')) {
          return false;
        }
        found[field] = true;
        vectors.get(field).setPresent(slot);
        if (!readAny(fields.get(field), vectors.get(field), slot)) {
          return false;
        }
      } while (accept(','));
      return accept('}');
    }

    private int indexOf() {
      for (int i = 0; i < names.length; i++) {
        if (names[i].is(scratch, scratchUsed)) {
          return i;
        }
      }
      return -1;
    }
  }

  /** A field's name, compared without regard to the case of ASCII letters. */
  private static final class Name {
    private final byte[] bytes;

    Name(String name) {
      bytes = name.getBytes(StandardCharsets.UTF_8);
    }

    boolean is(byte[] other, int length) {
      if (length != bytes.length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (fold(other[i]) != fold(bytes[i])) {
          return false;
        }
      }
      return true;
    }

    private static int fold(byte letter) {
      return letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
    }
  }
}
