package plimsoll.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the code to its map: {@link ModuleMap}, and the leaves that heavy libraries stay in. */
class ArchitectureTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("plimsoll");
  }

  @Test
  void everyPackageIsOnTheMap() {
    assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
        .allMatch(name -> ModuleMap.partOf(name).isPresent());
  }

  @Test
  void everyModuleIsSeen() throws IOException {
    // A module that is not on this test's class path would pass every rule unread.
    for (Path source : sources()) {
      String name = source.toString().replaceAll(".*/src/main/java/|\\.java$", "");
      if (!name.endsWith("package-info")) {
        assertThat(classes.contain(name.replace('/', '.'))).as(name).isTrue();
      }
    }
  }

  @Test
  void importsFollowTheMap() {
    TreeSet<String> offences = new TreeSet<>();
    for (JavaClass user : classes) {
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        JavaClass used = dependency.getTargetClass().getBaseComponentType();
        Optional<String> from = ModuleMap.partOf(user.getPackageName());
        Optional<String> to = ModuleMap.partOf(used.getPackageName());
        if (from.isPresent() && to.isPresent() && !ModuleMap.allows(from.get(), to.get())) {
          offences.add(top(user) + " uses " + top(used));
        }
      }
    }
    assertThat(offences).isEmpty();
  }

  private static String top(JavaClass type) {
    return type.getFullName().replaceAll("\\$.*", "");
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("plimsoll.(**)").should().beFreeOfCycles().check(classes);
  }

  @ParameterizedTest(name = "{0} only in {1}")
  @CsvSource({
    "org.apache.iceberg, plimsoll.lake",
    "org.apache.parquet, plimsoll.lake plimsoll.formats.parquet",
    "org.apache.hadoop, plimsoll.lake",
    "org.apache.avro, plimsoll.lake",
    "com.github.luben, plimsoll.lake plimsoll.formats.compression",
    "org.rocksdb, plimsoll.online.store",
    "org.duckdb, plimsoll.query plimsoll.bench",
    "org.apache.calcite, plimsoll.sql",
    "org.antlr, plimsoll.sql",
    "org.eclipse.jetty, plimsoll.server.http",
    "io.netty, plimsoll.server.mysql",
    "java.sql, plimsoll.metastore plimsoll.query plimsoll.bench plimsoll.testkit.postgres",
    "com.zaxxer, plimsoll.metastore",
    "org.sqlite, plimsoll.metastore",
    "org.postgresql, plimsoll.metastore",
    "io.zonky, plimsoll.testkit",
    "picocli, plimsoll.cli plimsoll.bench",
    "org.jline, plimsoll.cli",
    "io.micrometer, plimsoll.server",
    "com.fasterxml.jackson, plimsoll.load plimsoll.pipeline.parse plimsoll.server plimsoll.cli plimsoll.metastore plimsoll.bench",
    "io.trino.tpch, plimsoll.bench",
    "org.junit, plimsoll.testkit",
    "org.assertj, plimsoll.testkit",
  })
  void heavyLibrariesStayInTheirLeaf(String library, String leaves) {
    String[] allowed = Stream.of(leaves.split(" ")).map(leaf -> leaf + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void nothingSleepsOrPrintsStackTracesInMainCode() {
    noClasses()
        .that()
        .resideOutsideOfPackages("plimsoll.testkit..", "plimsoll.bench..")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(classes);
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    List<String> silent = new ArrayList<>();
    for (Path source : sources()) {
      Path info = source.resolveSibling("package-info.java");
      if (!Files.exists(info) || !Files.readString(info).startsWith("/**")) {
        silent.add(ROOT.relativize(source.getParent()).toString());
      }
    }
    assertThat(silent.stream().distinct()).isEmpty();
  }

  @Test
  void publicTypesSayWhatTheyAre() throws IOException {
    List<String> silent = new ArrayList<>();
    for (Path source : sources()) {
      silent.addAll(publicTypesWithoutJavadoc(source));
    }
    assertThat(silent).isEmpty();
  }

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "(?m)^ *public (?:static |final |abstract |sealed |non-sealed )*"
              + "(?:class|interface|record|enum|@interface) (\\w+)");
  private static final Pattern ENDS_IN_JAVADOC =
      Pattern.compile(
          "\\*/\\s*(?:@[\\w.]+(?:\\((?:[^()]|\\([^()]*\\))*\\))?\\s*(?://[^\\n]*\\n\\s*)?)*$");

  private static List<String> publicTypesWithoutJavadoc(Path source) throws IOException {
    String text = Files.readString(source);
    List<String> silent = new ArrayList<>();
    Matcher type = PUBLIC_TYPE.matcher(text);
    while (type.find()) {
      if (!ENDS_IN_JAVADOC.matcher(text.substring(0, type.start())).find()) {
        silent.add(ROOT.relativize(source) + ": " + type.group(1));
      }
    }
    return silent;
  }

  /** Main sources of all modules. */
  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.sorted().toList()) {
        Path main = module.resolve("src/main/java");
        if (module.getFileName().toString().startsWith("plimsoll-") && Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
