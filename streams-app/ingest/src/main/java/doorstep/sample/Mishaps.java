package doorstep.sample;

import java.time.LocalDateTime;
import java.util.function.UnaryOperator;

/**
 * What happens to rows on their way into a file, as in life: some are written down days later, some were wrong at first
 * and corrected by a higher version, some are withdrawn (and a few of these come back), some are sent twice, and now and
 * then a correction overtakes what it corrects. What an entry says in the end is never changed.
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
    private final UnaryOperator<Entry> wrong;

    /**
     * @param idColumn part of the id that a row entered by mistake does not share
     * @param wrong how an entry looked before it was corrected
     */
    Mishaps(Dice dice, Sheet sheet, String idColumn, UnaryOperator<Entry> wrong) {
        this.dice = dice;
        this.sheet = sheet;
        this.idColumn = idColumn;
        this.wrong = wrong;
    }

    /** Writes an entry, and whatever befell it, to the sheet. */
    void record(Entry meant) {
        Entry entry = dice.chance(LATE) ? meant.entered(later(meant.entered(), 3, 40)) : meant;
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

    private void correct(Entry entry) {
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

    private void reinstate(Entry entry) {
        LocalDateTime withdrawn = later(entry.entered(), 1, 8);
        send(entry);
        send(entry.version(1).entered(withdrawn).takenBack());
        send(entry.version(2).entered(later(withdrawn, 1, 8)));
    }

    private void withdrawDouble(Entry entry) {
        Entry again = entry.with(idColumn, entry.get(idColumn) + "x");
        send(again);
        send(again.version(1).entered(later(again.entered(), 1, 15)).takenBack());
    }

    private void send(Entry entry) {
        sheet.receive(entry.entered(), entry);
        if (dice.chance(SENT_TWICE)) {
            sheet.receive(later(entry.entered(), 0, 10), entry);
        }
    }

    /** Days later, at most at the end of the sample. */
    private LocalDateTime later(LocalDateTime time, int fromDays, int toDays) {
        LocalDateTime later = time.plusDays(dice.between(fromDays, toDays)).plusMinutes(dice.between(1, 300));
        return Diary.isOver(later) ? Diary.END : later;
    }
}
