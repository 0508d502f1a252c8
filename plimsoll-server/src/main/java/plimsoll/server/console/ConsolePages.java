package plimsoll.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import plimsoll.error.ErrorCode;

/** The console's files by the path they are served at. */
public final class ConsolePages {
  /**
   * The page may load nothing but its own files, may not be framed, and sends its address nowhere.
   */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                  + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'",
          "Referrer-Policy", "no-referrer",
          "Cache-Control", "no-cache");

  private final Map<String, Page> pages = new LinkedHashMap<>();

  /**
   * One file.
   *
   * @param contentType its type
   * @param content its bytes
   * @param headers headers to send with it
   */
  public record Page(String contentType, byte[] content, Map<String, String> headers) {}

  /** Reads the files from the class path. */
  public ConsolePages() {
    add("/", "index.html", "text/html;charset=utf-8");
    add("/console.css", "console.css", "text/css;charset=utf-8");
    add("/console.js", "console.js", "text/javascript;charset=utf-8");
    add("/favicon.svg", "favicon.svg", "image/svg+xml");
  }

  private void add(String path, String file, String contentType) {
    try (InputStream in = ConsolePages.class.getResourceAsStream(file)) {
      if (in == null) {
        throw ErrorCode.BROKEN_INVARIANT.with("the build left out console file " + file);
      }
      pages.put(path, new Page(contentType, in.readAllBytes(), HEADERS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every path and its file. */
  public void forEach(BiConsumer<String, Page> action) {
    pages.forEach(action);
  }
}
