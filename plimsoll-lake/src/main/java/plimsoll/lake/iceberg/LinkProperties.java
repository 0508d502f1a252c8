package plimsoll.lake.iceberg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import plimsoll.model.SoftLinks;

/**
 * A table's soft links as properties of its metadata: they change with its files in one swap of its
 * pointer, and a query that reads the one has the other.
 */
final class LinkProperties {
  private static final String PREFIX = "plimsoll.soft-link.";
  private static final String FORMAT = PREFIX + "format";
  private static final String OPTION = PREFIX + "option.";
  private static final String PATH = PREFIX + "path.";

  private LinkProperties() {}

  static SoftLinks of(TableMetadata metadata) {
    Map<String, String> properties = metadata.properties();
    String format = properties.get(FORMAT);
    if (format == null) {
      return SoftLinks.NONE;
    }
    Map<String, String> options = new HashMap<>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(OPTION)) {
            options.put(name.substring(OPTION.length()), value);
          }
        });
    List<String> paths = new ArrayList<>();
    for (String path = properties.get(PATH + "1");
        path != null;
        path = properties.get(PATH + (paths.size() + 1))) {
      paths.add(path);
    }
    return new SoftLinks(format, options, paths);
  }

  static void set(Transaction transaction, SoftLinks links) {
    Map<String, String> wanted = new HashMap<>();
    if (!links.isEmpty()) {
      wanted.put(FORMAT, links.format());
      links.options().forEach((word, value) -> wanted.put(OPTION + word, value));
      for (int i = 0; i < links.paths().size(); i++) {
        wanted.put(PATH + (i + 1), links.paths().get(i));
      }
    }
    UpdateProperties update = transaction.updateProperties();
    transaction.table().properties().keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !wanted.containsKey(name))
        .forEach(update::remove);
    wanted.forEach(update::set);
    update.commit();
  }
}
