// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.tally.Fraction;
import java.util.Optional;

/**
 * Where a page ends: what its last row is ranked by, and which row that is. Rows may change between two pages; the next
 * one has those that then come behind this place.
 *
 * @param figure empty if that row has none, and in the order of units
 */
public record Cursor(Optional<Fraction> figure, RowName row) {}
