/**
 * The nouns that all stages share. Imports {@code error} only; knows no stage, store or front end.
 */
@NullMarked
package plimsoll.model;

import org.jspecify.annotations.NullMarked;
