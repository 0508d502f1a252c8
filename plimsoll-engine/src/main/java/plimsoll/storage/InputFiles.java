package plimsoll.storage;

import java.io.IOException;
import java.util.List;

/**
 * Files that are read at any place, in any order, by any number of workers at a time.
 *
 * @param files as they were found; at least one
 * @param opener how each is opened, as often as need be
 */
public record InputFiles(List<FileStatus> files, Opener opener) {
  /** How files are opened. */
  @FunctionalInterface
  public interface Opener {
    /** Opens one. */
    InputFile open(String path) throws IOException;
  }

  /** Copies the list. */
  public InputFiles {
    files = List.copyOf(files);
  }

  /** Where they lie, in the order they are read. */
  public List<String> paths() {
    return files.stream().map(FileStatus::path).toList();
  }

  /** How the load's record names them. */
  public String describe() {
    String first = files.get(0).path();
    return files.size() == 1 ? first : first + " and " + (files.size() - 1) + " more";
  }

  /** Bytes in all. */
  public long totalBytes() {
    return files.stream().mapToLong(FileStatus::length).sum();
  }
}
