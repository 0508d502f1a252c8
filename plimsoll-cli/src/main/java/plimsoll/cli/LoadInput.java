package plimsoll.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import plimsoll.cli.terminal.Terminal;
import plimsoll.error.ErrorCode;
import plimsoll.formats.compression.Codecs;
import plimsoll.formats.csv.guess.CsvGuess;
import plimsoll.formats.csv.guess.Known;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.pipeline.read.Decoding;
import plimsoll.pipeline.read.FilesSource;
import plimsoll.pipeline.read.PeekedSource;
import plimsoll.pipeline.read.Source;
import plimsoll.storage.FileStatus;
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

  /** Files by name or pattern, or {@code -} for standard input, decoded as the options say. */
  static LoadInput open(List<String> inputs, CsvOptions csv, Terminal terminal) {
    boolean piped = inputs.contains(STANDARD_INPUT);
    if (piped && inputs.size() > 1) {
      throw ErrorCode.BAD_OPTION.with("Standard input (-) is loaded on its own, without files.");
    }
    PeekedSource source = new PeekedSource(piped ? standardInput(terminal) : files(inputs));
    Decoding decoding = new Decoding(csv.compression(), csv.encoding(), new Codecs());
    try {
      PeekedSource.Head head = source.peek(PEEK_BYTES, decoding);
      if (head == null) {
        throw ErrorCode.NOTHING_LOADED.with();
      }
      return new LoadInput(source, head);
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, inputs.get(0), e.getMessage());
    }
  }

  /** The files that are named, to be read at any place; standard input is none. */
  static Source parquet(List<String> inputs) {
    if (inputs.contains(STANDARD_INPUT)) {
      throw ErrorCode.UNSUPPORTED.with(
          "Parquet from standard input", " It is read from its end: load it from a file.");
    }
    return files(inputs);
  }

  /** What the endings of the files' names say, where directories and patterns lead too. */
  static InputFormat format(List<String> inputs) {
    return inputs.contains(STANDARD_INPUT)
        ? InputFormat.CSV
        : InputFormat.byNames(files(inputs).paths());
  }

  private static Source standardInput(Terminal terminal) {
    if (terminal.inIsTty()) {
      terminal.err().println("plimsoll: reading rows from the terminal until Ctrl-D");
    }
    return new StandardInput(terminal.in());
  }

  private static FilesSource files(List<String> patterns) {
    LocalStorage storage = new LocalStorage();
    List<FileStatus> files = new ArrayList<>();
    for (String pattern : patterns) {
      String absolute = Path.of("").toAbsolutePath() + "/" + pattern;
      files.addAll(matching(storage, pattern.startsWith("/") ? pattern : absolute, pattern));
    }
    return new FilesSource(storage, files);
  }

  private static List<FileStatus> matching(LocalStorage storage, String absolute, String written) {
    try {
      List<FileStatus> found = storage.match(absolute);
      if (found.isEmpty()) {
        throw ErrorCode.FILE_NOT_FOUND.with(
            written,
            Files.isDirectory(Path.of(absolute)) ? " No file lies in that directory." : "");
      }
      return found;
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, written, e.getMessage());
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
