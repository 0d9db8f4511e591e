// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.time.LocalDateTime;
import java.util.function.UnaryOperator;

/**
 * Adds realistic disorder to the rows of a file: some are entered days late, some are wrong at first and corrected by a
 * higher version, some are withdrawn (and a few of these reinstated), some are sent twice, and sometimes a correction
 * is received before the row that it corrects. The final content of an entry is never changed.
 */
final class Mishaps {
    private static final int LATE = 30;
    private static final int CORRECTED = 28;
    private static final int CORRECTED_TWICE = 120; // of the corrected ones
    private static final int OVERTAKEN = 150; // of the corrected ones
    private static final int REINSTATED = 3;
    private static final int ENTERED_TWICE = 8;
    private static final int SENT_TWICE = 8;

    private final Dice dice;
    private final Sheet sheet;
    private final String idColumn;
    private final UnaryOperator<SampleRow> wrong;

    /**
     * @param idColumn column of the id in which a row that was entered twice differs
     * @param wrong makes the wrong entry that is corrected later
     */
    Mishaps(Dice dice, Sheet sheet, String idColumn, UnaryOperator<SampleRow> wrong) {
        this.dice = dice;
        this.sheet = sheet;
        this.idColumn = idColumn;
        this.wrong = wrong;
    }

    /** Writes an entry to the sheet, possibly with wrong, late, repeated or withdrawn versions. */
    void record(SampleRow meant) {
        SampleRow entry = dice.chance(LATE) ? meant.entered(later(meant.entered(), 3, 40)) : meant;
        if (dice.chance(CORRECTED)) {
            correct(entry);
        } else if (dice.chance(REINSTATED)) {
            reinstate(entry);
        } else {
            send(entry);
        }
        if (dice.chance(ENTERED_TWICE)) {
            withdrawDouble(entry);
        }
    }

    private void correct(SampleRow entry) {
        LocalDateTime corrected = later(entry.entered(), 1, 20);
        if (dice.chance(CORRECTED_TWICE)) {
            send(wrong.apply(entry));
            send(wrong.apply(entry).version(1).entered(corrected));
            send(entry.version(2).entered(later(corrected, 1, 6)));
        } else if (dice.chance(OVERTAKEN)) {
            send(entry.version(1).entered(corrected));
            sheet.receive(later(corrected, 1, 5), wrong.apply(entry));
        } else {
            send(wrong.apply(entry));
            send(entry.version(1).entered(corrected));
        }
    }

    private void reinstate(SampleRow entry) {
        LocalDateTime withdrawn = later(entry.entered(), 1, 8);
        send(entry);
        send(entry.version(1).entered(withdrawn).asWithdrawn());
        send(entry.version(2).entered(later(withdrawn, 1, 8)));
    }

    private void withdrawDouble(SampleRow entry) {
        SampleRow again = entry.with(idColumn, entry.get(idColumn) + "x");
        send(again);
        send(again.version(1).entered(later(again.entered(), 1, 15)).asWithdrawn());
    }

    private void send(SampleRow entry) {
        sheet.receive(entry.entered(), entry);
        if (dice.chance(SENT_TWICE)) {
            sheet.receive(later(entry.entered(), 0, 10), entry);
        }
    }

    /** Some days later, but at the latest at the end of the sample. */
    private LocalDateTime later(LocalDateTime time, int fromDays, int toDays) {
        LocalDateTime later = time.plusDays(dice.between(fromDays, toDays)).plusMinutes(dice.between(1, 300));
        return Diary.isOver(later) ? Diary.END : later;
    }
}
