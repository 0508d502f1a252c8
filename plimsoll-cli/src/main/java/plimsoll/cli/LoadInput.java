package plimsoll.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import plimsoll.cli.terminal.Terminal;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.formats.compression.Codecs;
import plimsoll.formats.csv.guess.CsvGuess;
import plimsoll.formats.csv.guess.Known;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.read.Decoding;
import plimsoll.pipeline.read.FilesSource;
import plimsoll.pipeline.read.PeekedSource;
import plimsoll.pipeline.read.Source;
import plimsoll.storage.FileStatus;
import plimsoll.storage.PathPattern;
import plimsoll.storage.local.LocalStorage;

/** What is to be loaded, with its start already looked at. */
final class LoadInput {
  private static final int PEEK_BYTES = 1 << 20;
  static final String STANDARD_INPUT = "-";

  private final PeekedSource source;
  private final PeekedSource.Head head;

  private LoadInput(PeekedSource source, PeekedSource.Head head) {
    this.source = source;
    this.head = head;
  }

  /** Files by name or pattern, or {@code -} for standard input, as they lie there. */
  static Source named(List<String> inputs, Terminal terminal) {
    if (!inputs.contains(STANDARD_INPUT)) {
      return of(files(inputs));
    }
    if (inputs.size() > 1) {
      throw ErrorCode.BAD_OPTION.with("Standard input (-) is loaded on its own, without files.");
    }
    return standardInput(terminal);
  }

  /** Text whose start was looked at, decoded as the options say. */
  static LoadInput open(Source named, CsvOptions csv) {
    PeekedSource source = new PeekedSource(named);
    Decoding decoding = new Decoding(csv.compression(), csv.encoding(), new Codecs());
    try {
      PeekedSource.Head head = source.peek(PEEK_BYTES, decoding);
      if (head == null) {
        throw ErrorCode.NOTHING_LOADED.with();
      }
      return new LoadInput(source, head);
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, named.describe(), IoFailures.reason(e));
    }
  }

  /** What is read at any place, from its end first: files, not standard input. */
  static Source parquet(Source named) {
    if (named.files().isEmpty()) {
      throw ErrorCode.UNSUPPORTED.with(
          "Parquet from standard input", " It is read from its end: load it from a file.");
    }
    return named;
  }

  private static Source standardInput(Terminal terminal) {
    if (terminal.inIsTty()) {
      terminal.err().println("plimsoll: reading rows from the terminal until Ctrl-D");
    }
    return new StandardInput(terminal.in());
  }

  /** Those files, as they were found. */
  static Source of(List<FileStatus> files) {
    return new FilesSource(new LocalStorage(), files);
  }

  /** The files that names, directories and patterns mean. */
  static List<FileStatus> files(List<String> patterns) {
    LocalStorage storage = new LocalStorage();
    List<FileStatus> files = new ArrayList<>();
    for (String pattern : patterns) {
      String absolute = Path.of("").toAbsolutePath() + "/" + pattern;
      files.addAll(matching(storage, pattern.startsWith("/") ? pattern : absolute, pattern));
    }
    return files;
  }

  private static List<FileStatus> matching(LocalStorage storage, String absolute, String written) {
    try {
      List<FileStatus> found = storage.match(absolute);
      if (found.isEmpty()) {
        throw ErrorCode.FILE_NOT_FOUND.with(
            written,
            Files.isDirectory(Path.of(absolute))
                ? " No file lies in that directory."
                : PathPattern.whyNothing(absolute));
      }
      return found;
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, written, IoFailures.reason(e));
    }
  }

  Source source() {
    return source;
  }

  /** What the start looks like, given what the user fixed. */
  CsvGuess guess(CsvFlags flags, Known known) {
    CsvOptions base = flags.applyTo(flags.base());
    return CsvGuess.of(head.name(), head.data(), head.whole(), base, known);
  }
}
