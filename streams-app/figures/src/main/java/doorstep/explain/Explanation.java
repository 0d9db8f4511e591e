// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.family.Family;
import doorstep.figures.FlatRow;
import doorstep.tally.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A row, and the same figure counted again.
 *
 * @param row as the topic has it; empty if it was deleted
 * @param counted whether everything that the pipeline had read when the row was read is in the row
 */
public record Explanation(
        Figure figure, Family family, Optional<SpecificRecord> row, boolean counted, Recount recount) {
    /** How row and recount compare. */
    public enum Verdict {
        EQUAL,
        /** They differ, but records that move the figure may not have been in the row yet. */
        IN_MOTION,
        DIFFERENT
    }

    public Verdict verdict() {
        if (row.equals(recounted())) {
            return Verdict.EQUAL;
        }
        return counted && recount.inMotion() == 0 ? Verdict.DIFFERENT : Verdict.IN_MOTION;
    }

    public String key() {
        return figure.head().key();
    }

    /** The row according to the facts; empty where no row is due. */
    public Optional<SpecificRecord> recounted() {
        return rowOf(recount.tally());
    }

    /** The same according to the facts that had come before the moment from which moves are listed. */
    public Optional<SpecificRecord> before() {
        return rowOf(recount.before());
    }

    private Optional<SpecificRecord> rowOf(Tally tally) {
        return tally.isZero() ? Optional.empty() : Optional.of(family.row(figure.head(), tally));
    }

    /** A row as names and values, without figures if it is empty. */
    public FlatRow flat(Optional<SpecificRecord> some) {
        return some.map(it -> FlatRow.of(key(), it))
                .orElseGet(() -> FlatRow.removed(key(), figure.topic().value()));
    }

    /** The figures of a row that add up, by field, without zeros. */
    public Map<String, Long> amounts(Optional<SpecificRecord> some) {
        return some.map(Amounts::of).orElse(Map.of());
    }

    /** The fields that any line has amounts of, by name. */
    public List<String> amountNames() {
        return Amounts.names(recount.lines().stream().map(Line::amounts).toList());
    }

    /** The fields that any move has amounts of, by name. */
    public List<String> movedNames() {
        return Amounts.names(recount.moves().stream().map(Move::amounts).toList());
    }
}
