package plimsoll.lake.parquet;

/**
 * The physical column that says which load a row came with. It is in every data file we write and
 * in no table schema, so readers that project by field id never see it.
 *
 * <p>Its field id lies far above the ids of real columns and below those that Iceberg reserves.
 * Source: Iceberg spec, "Reserved Field IDs": above 2147483447.
 */
public final class LoadIdColumn {
  /** Field id in data files. */
  public static final int FIELD_ID = 2_147_482_001;

  /** Name in data files; no user column may have it. */
  public static final String NAME = "_plimsoll_load_id";

  private LoadIdColumn() {}
}
