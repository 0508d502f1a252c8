package plimsoll.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Inputs that are kept in the repository. */
final class Corpus {
  private Corpus() {}

  /** Inputs that together reach all that fuzzing reached; Jazzer names and replaces them. */
  static Path directory(Target target) {
    return Path.of("corpus", target.directory());
  }

  /** Inputs that once were findings; people name them, and nothing removes them. */
  static Path findings(Target target) {
    return Path.of("findings", target.directory());
  }

  /** The files of a directory that may not be there. */
  static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
