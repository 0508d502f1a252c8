package plimsoll.server.crash;

/** Names boundaries by what happens there and to what sort of file, without numbers and paths. */
final class BoundaryKind {
  private BoundaryKind() {}

  /** Kind of a boundary as {@link KilledProcess} tells it: number, verb, object. */
  static String of(String boundary) {
    String[] words = boundary.split(" ", 4);
    if (words[1].equals("done:")) {
      return "after " + words[2];
    }
    boolean file = words.length > 2 && words[2].startsWith("/");
    return file ? words[1] + " " + file(words[2]) : "before " + words[1];
  }

  private static String file(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.endsWith(".parquet")) {
      return "data file";
    } else if (name.endsWith(".metadata.json")) {
      return "metadata.json";
    } else if (name.endsWith(".avro")) {
      return name.contains("snap-") ? "manifest list" : "manifest";
    } else if (name.endsWith(".jsonl")) {
      return "rejected rows";
    }
    return switch (name) {
      case "data", "metadata", "rejects" -> name + " directory";
      case Life.DATABASE -> "database directory";
      default -> "table directory";
    };
  }
}
