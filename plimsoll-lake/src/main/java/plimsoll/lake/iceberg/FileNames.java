package plimsoll.lake.iceberg;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the files we write, and which epoch of which server wrote a file.
 *
 * <p>Design note. After a crash, files that no metadata refers to must go, but another engine may
 * be writing at this moment, and its uncommitted files look just as lost. So only names that carry
 * an epoch of ours are ever candidates, and each pattern is one that no other engine makes:
 *
 * <ul>
 *   <li>rows put aside by a writer: {@code <epoch>-<load>-<worker>.rows}
 *   <li>data: {@code <epoch>-<load>-<worker>-<n>.parquet}; Spark's and Flink's have a UUID in them
 *   <li>manifests and lists: Iceberg's own name behind {@code <epoch>-}
 *   <li>metadata: {@code <version>-<uuid>.metadata.json} as every catalog expects; the UUID is of
 *       version 8, begins with "Plim" and ends with the epoch
 * </ul>
 */
final class FileNames {
  private static final String UUID_FORM =
      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
  private static final Pattern DATA =
      Pattern.compile("(0|[1-9]\\d{0,17})-\\d+-\\w+-\\d+\\.parquet");
  private static final Pattern SPILL = Pattern.compile("(0|[1-9]\\d{0,17})-\\d+-\\w+\\.rows");
  private static final Pattern MANIFEST =
      Pattern.compile("(\\d{1,18})-(?:snap-\\d+-\\d+-)?" + UUID_FORM + "(?:-m\\d+)?\\.avro");
  private static final Pattern METADATA =
      Pattern.compile(
          "\\d{5,}-506c696d-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-([0-9a-f]{12})\\.metadata\\.json");
  private static final long MARK = 0x506c696dL;
  private static final long EPOCH_BITS = 0xffff_ffff_ffffL;

  private FileNames() {}

  /** Epoch of the server that put rows aside in that file, or empty if it is no such file. */
  static OptionalLong spillEpoch(String path) {
    Matcher matcher = SPILL.matcher(name(path));
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** Name of a metadata file. */
  static String metadata(int version, long epoch) {
    UUID random = UUID.randomUUID();
    long high = (MARK << 32) | (random.getMostSignificantBits() & 0xffff_0fffL) | 0x8000;
    long low = (random.getLeastSignificantBits() & ~EPOCH_BITS) | (epoch & EPOCH_BITS);
    return String.format(Locale.ROOT, "%05d-%s.metadata.json", version, new UUID(high, low));
  }

  /** Name of a manifest or manifest list, from Iceberg's. */
  static String manifest(String icebergName, long epoch) {
    return epoch + "-" + icebergName;
  }

  /** Version of a metadata file by its name, whoever wrote it; 0 if it has none. */
  static int version(String location) {
    String name = name(location);
    int end = 0;
    while (end < name.length() && end < 9 && Character.isDigit(name.charAt(end))) {
      end++;
    }
    return end == 0 ? 0 : Integer.parseInt(name.substring(0, end));
  }

  /** The last part of a path or location. */
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Epoch of the server that wrote a file, or empty if it is not of ours. */
  static OptionalLong epoch(String path) {
    String name = name(path);
    for (Pattern pattern : new Pattern[] {DATA, MANIFEST}) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches()) {
        return OptionalLong.of(Long.parseLong(matcher.group(1)));
      }
    }
    Matcher metadata = METADATA.matcher(name);
    return metadata.matches()
        ? OptionalLong.of(Long.parseLong(metadata.group(1), 16))
        : OptionalLong.empty();
  }
}
