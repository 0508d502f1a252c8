import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Lays out the program as users run it: {@code bin/}, {@code conf/}, {@code lib/}, {@code
 * native/<platform>/}.
 *
 * <p>Some libraries carry their native code for every platform and unpack it to a temporary file at
 * each start (DuckDB: 240 MB carried, 72 MB written each time). Here only this platform's files are
 * kept, unpacked once, where {@code java.library.path} finds them; the copied jars lose theirs.
 *
 * <p>A single-file program, run by the build with {@code java Distribution.java}. Arguments: the
 * directory to make, the project's root directory, the class path.
 */
public final class Distribution {
  /** A file of native code inside a jar: which jar, where for which platform, what it is loaded as. */
  private record Native(
      String jar, String linuxX64, String linuxArm64, String macX64, String macArm64, String loadedAs) {
    /** With {@code ARCH} in names, which is one of two. */
    static Native of(String jar, String linux, String mac, String x64, String arm64, String loadedAs) {
      return new Native(
          jar,
          linux.replace("ARCH", x64),
          linux.replace("ARCH", arm64),
          mac.replace("ARCH", x64),
          mac.replace("ARCH", arm64),
          loadedAs);
    }

    String entry(boolean onMac, boolean onArm) {
      return onMac ? (onArm ? macArm64 : macX64) : onArm ? linuxArm64 : linuxX64;
    }
  }

  private static final List<Native> NATIVES =
      List.of(
          Native.of(
              "duckdb_jdbc",
              "libduckdb_java.so_linux_ARCH",
              "libduckdb_java.so_macos_ARCH",
              "amd64",
              "arm64",
              "duckdb_java"),
          Native.of(
              "sqlite-jdbc",
              "org/sqlite/native/Linux/ARCH/libsqlitejdbc.so",
              "org/sqlite/native/Mac/ARCH/libsqlitejdbc.dylib",
              "x86_64",
              "aarch64",
              "sqlitejdbc"),
          Native.of(
              "zstd-jni",
              "linux/ARCH/libzstd-jni-VERSION.so",
              "darwin/ARCH/libzstd-jni-VERSION.dylib",
              "amd64",
              "aarch64",
              "zstd-jni-VERSION"),
          Native.of( // not loaded: its Java code is used
              "lz4-java",
              "net/jpountz/util/linux/ARCH/liblz4-java.so",
              "net/jpountz/util/darwin/ARCH/liblz4-java.dylib",
              "amd64",
              "aarch64",
              "lz4-java"),
          Native.of(
              "snappy-java",
              "org/xerial/snappy/native/Linux/ARCH/libsnappyjava.so",
              "org/xerial/snappy/native/Mac/ARCH/libsnappyjava.dylib",
              "x86_64",
              "aarch64",
              "snappyjava"),
          Native.of(
              "jline-native",
              "org/jline/nativ/Linux/ARCH/libjlinenative.so",
              "org/jline/nativ/Mac/ARCH/libjlinenative.jnilib",
              "x86_64",
              "arm64",
              "jlinenative"),
          new Native(
              "rocksdbjni",
              "librocksdbjni-linux64.so",
              "librocksdbjni-linux-aarch64.so",
              "librocksdbjni-osx-x86_64.jnilib",
              "librocksdbjni-osx-arm64.jnilib",
              "rocksdbjni"));

  private final Path home;
  private final Path lib;
  private final Path natives;
  private final boolean mac = property("os.name").startsWith("mac");
  private final boolean arm = property("os.arch").matches("aarch64|arm64");

  private Distribution(Path home) {
    this.home = home;
    lib = home.resolve("lib");
    natives = home.resolve("native").resolve((mac ? "macos" : "linux") + "-" + (arm ? "arm64" : "x64"));
  }

  /** Makes the directory anew. */
  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    Path fresh = home.resolveSibling(home.getFileName() + ".new");
    deleteTree(fresh);
    new Distribution(fresh).lay(Path.of(args[1]), args[2].split(System.getProperty("path.separator")));
    deleteTree(home);
    Files.move(fresh, home);
  }

  private void lay(Path root, String[] classPath) throws IOException {
    Files.createDirectories(lib);
    Files.createDirectories(natives);
    List<String> names = new ArrayList<>();
    for (String element : classPath) {
      Path jar = Path.of(element);
      if (Files.isRegularFile(jar)) {
        copyJar(jar);
        names.add(jar.getFileName().toString());
      }
    }
    writeLauncherJar(names);
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.copy(root.resolve("plimsoll"), bin.resolve("plimsoll"));
    if (!bin.resolve("plimsoll").toFile().setExecutable(true, false)) {
      throw new IOException("Cannot make " + bin.resolve("plimsoll") + " executable.");
    }
    Path conf = Files.createDirectories(home.resolve("conf"));
    for (String logging : List.of("logging.properties", "logging-server.properties")) {
      Files.copy(root.resolve("plimsoll-dist/src/" + logging), conf.resolve(logging));
    }
    for (String text : List.of("LICENSE", "NOTICE", "README.md", "CHANGELOG.md")) {
      Files.copy(root.resolve(text), home.resolve(text));
    }
  }

  /** An empty jar that names all others, in Maven's order: one short class path for any directory. */
  private void writeLauncherJar(List<String> names) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", names));
    try (OutputStream out = Files.newOutputStream(lib.resolve("plimsoll.jar"))) {
      new JarOutputStream(out, manifest).close();
    }
  }

  private void copyJar(Path jar) throws IOException {
    Path target = lib.resolve(jar.getFileName());
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.stream().noneMatch(entry -> isNative(entry.getName()))) {
        Files.copy(jar, target);
        return;
      }
      unpackNative(jar, zip);
      copyWithoutNatives(zip, target);
    }
  }

  private void unpackNative(Path jar, ZipFile zip) throws IOException {
    String name = jar.getFileName().toString();
    Native found =
        NATIVES.stream()
            .filter(known -> name.startsWith(known.jar() + "-"))
            .findFirst()
            .orElseThrow(
                () -> new IOException(name + " carries native code; add it to Distribution.NATIVES."));
    String version = name.substring(found.jar().length() + 1, name.length() - ".jar".length());
    String path = found.entry(mac, arm).replace("VERSION", version);
    ZipEntry entry = zip.getEntry(path);
    if (entry == null) {
      System.err.println("warning: " + name + " has no " + path + "; it will not work here.");
      return;
    }
    String file = System.mapLibraryName(found.loadedAs().replace("VERSION", version));
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, natives.resolve(file));
    }
  }

  private static void copyWithoutNatives(ZipFile zip, Path target) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (!isNative(entry.getName())) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          try (InputStream in = zip.getInputStream(entry)) {
            in.transferTo(out);
          }
        }
      }
    }
  }

  private static boolean isNative(String entry) {
    return entry.matches(".*\\.(so|dylib|jnilib|dll|a)(_[a-z0-9_]+)?");
  }

  private static String property(String name) {
    return System.getProperty(name).toLowerCase(Locale.ROOT);
  }

  private static void deleteTree(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    try (Stream<Path> all = Files.walk(top)) {
      all.sorted(Comparator.reverseOrder()).forEach(Distribution::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
