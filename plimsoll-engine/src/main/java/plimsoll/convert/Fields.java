package plimsoll.convert;

/**
 * Where the texts of one column lie, for many rows: the field of row i is {@code
 * data[cuts[firsts[i] + shift] + 1, cuts[firsts[i] + shift + 1] - trail)}.
 *
 * <p>That is a column of a delimited file as the places of its delimiters give it, so that nothing
 * has to be copied before values are read. A range of negative length is no field: readers pass
 * over it. Units: byte indexes into {@code data}.
 */
public final class Fields {
  byte[] data = new byte[0];
  int[] cuts = new int[0];
  int[] firsts = new int[0];
  int shift;
  int trail;

  /** Points these fields to other texts. */
  public void set(byte[] newData, int[] newCuts, int[] newFirsts, int newShift, int newTrail) {
    data = newData;
    cuts = newCuts;
    firsts = newFirsts;
    shift = newShift;
    trail = newTrail;
  }

  /** What the ranges are of. */
  public byte[] data() {
    return data;
  }

  /** First byte of a row's field. */
  public int start(int row) {
    return cuts[firsts[row] + shift] + 1;
  }

  /** Past the last byte of a row's field. */
  public int end(int row) {
    return cuts[firsts[row] + shift + 1] - trail;
  }
}
