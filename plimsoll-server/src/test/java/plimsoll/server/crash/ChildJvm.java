package plimsoll.server.crash;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * How to start this class path in a process of its own, quickly: a class data archive halves the
 * start, and needs all classes in jars.
 */
final class ChildJvm {
  private final String classPath;
  private final Path archive;

  private ChildJvm(String classPath, Path archive) {
    this.classPath = classPath;
    this.archive = archive;
  }

  /** Packs the directories of this class path into {@code work}. */
  static ChildJvm packed(Path work) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        jars.add(pack(path, work.resolve("classes-" + jars.size() + ".jar")).toString());
      } else {
        jars.add(entry);
      }
    }
    return new ChildJvm(String.join(File.pathSeparator, jars), work.resolve("classes.jsa"));
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        entries.putNextEntry(new JarEntry(name));
        Files.copy(file, entries);
      }
    }
    return jar;
  }

  /**
   * A command line. The first process that ends in order makes the archive, later ones use it.
   *
   * @param temporary where native libraries are unpacked
   */
  List<String> command(Path temporary, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx256m"));
    String use = Files.exists(archive) ? "SharedArchiveFile=" : "ArchiveClassesAtExit=";
    command.add("-XX:" + use + archive);
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", classPath));
    command.addAll(arguments);
    return command;
  }
}
