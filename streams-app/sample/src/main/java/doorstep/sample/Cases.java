// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Generates requests and the answers owed to suggestions, from opening to closing. Each step is a row with a higher
 * version that repeats the whole case. Some cases go to a unit that is not responsible and are returned, some due times
 * are moved, some cases are closed too late, some are reopened, and some are still open.
 */
final class Cases {
    private static final int REQUESTS = 186;
    private static final List<String> MATTERS =
            List.of("permits", "traffic and parking", "noise", "lost property", "help against fraud", "conduct");
    private static final List<String> IMPROVEMENTS = List.of("service", "patrols", "information");

    private final Bureau bureau;
    private final Dice dice;
    private final Sheet sheet;

    Cases(long seed, Bureau bureau, Sheet sheet) {
        this.bureau = bureau;
        this.sheet = sheet;
        dice = new Dice(seed, "cases");
    }

    void request() {
        for (int i = 1; i <= REQUESTS; i++) {
            Station station = bureau.busyStation(dice);
            SampleLocation area = bureau.areaNear(station, dice);
            LocalDateTime opened = Diary.anyTime(dice, 7, 23);
            LocalDateTime due = opened.toLocalDate().plusDays(14).atTime(18, 0);
            SampleRow open = open(
                    opened,
                    String.format(Locale.ROOT, "Q%04d", i),
                    "request",
                    MATTERS.get(dice.weighted(30, 26, 16, 10, 8, 10)),
                    area,
                    due);
            boolean astray = dice.chance(150);
            Life life = new Life(open.in(SampleLocation.of(astray ? bureau.busyStation(dice) : station)));
            solve(life, station, astray, opened, due);
        }
    }

    private void solve(Life life, Station station, boolean astray, LocalDateTime opened, LocalDateTime due) {
        LocalDateTime at = acknowledge(life, opened);
        if (astray) {
            LocalDateTime back = at.plusMinutes(dice.between(300, 3 * 24 * 60));
            life.say(back, entry -> entry.with("returned", sheet.text(back)).in(SampleLocation.of(station)));
            at = back;
        }
        LocalDateTime assigned = at.plusMinutes(dice.between(30, 30 * 60));
        life.say(assigned, entry -> entry.with("assigned", sheet.text(assigned)));
        LocalDateTime until = due;
        if (dice.chance(160)) {
            until = due.plusDays(dice.between(7, 14));
            LocalDateTime later = until;
            life.say(due.minusHours(dice.between(3, 30)), entry -> entry.with("first due", sheet.text(due))
                    .with("due", sheet.text(later)));
        }
        if (dice.chance(45)) {
            return; // never closed
        }
        LocalDateTime closed = dice.chance(900)
                ? between(assigned.plusHours(2), until)
                : until.plusMinutes(dice.between(60, 12 * 24 * 60));
        close(
                life,
                closed,
                List.of("solved", "not solved", "refused", "duplicate").get(dice.weighted(84, 8, 5, 3)));
        if (dice.chance(60)) {
            LocalDateTime again = closed.plusMinutes(dice.between(2 * 24 * 60, 8 * 24 * 60));
            life.say(
                    again, entry -> entry.with("closed", "").with("outcome", "").with("reopened", sheet.text(again)));
            close(life, again.plusMinutes(dice.between(3 * 24 * 60, 9 * 24 * 60)), "solved");
        }
    }

    /** Adds the answer owed to a suggestion as a case with the suggestion's id. */
    void owe(SampleRow suggestion) {
        LocalDateTime due = suggestion.at().toLocalDate().plusDays(30).atTime(18, 0);
        SampleRow open = open(
                suggestion.at(),
                suggestion.get("suggestion"),
                "suggestion",
                dice.oneOf(IMPROVEMENTS),
                new SampleLocation(suggestion.get("area district"), suggestion.get("area")),
                due);
        Life life =
                new Life(open.with("district", suggestion.get("district")).with("station", suggestion.get("station")));
        LocalDateTime acknowledged = acknowledge(life, suggestion.at());
        if (dice.chance(40)) {
            return;
        }
        LocalDateTime closed = dice.chance(930)
                ? between(acknowledged.plusDays(1), due)
                : due.plusMinutes(dice.between(60, 20 * 24 * 60));
        close(life, closed, List.of("solved", "not solved", "refused").get(dice.weighted(88, 6, 6)));
    }

    private LocalDateTime acknowledge(Life life, LocalDateTime opened) {
        LocalDateTime at =
                opened.plusMinutes(dice.chance(900) ? dice.between(5, 20 * 60) : dice.between(26 * 60, 70 * 60));
        life.say(at, entry -> entry.with("acknowledged", sheet.text(at)));
        return at;
    }

    private void close(Life life, LocalDateTime at, String outcome) {
        life.say(at, entry -> entry.with("closed", sheet.text(at)).with("outcome", outcome));
    }

    /** A random time between two times; early ones are more likely. */
    private LocalDateTime between(LocalDateTime from, LocalDateTime to) {
        long minutes = Duration.between(from, to).toMinutes();
        return from.plusMinutes((long) (minutes * dice.skewed(2)));
    }

    private SampleRow open(
            LocalDateTime opened, String id, String kind, String about, SampleLocation area, LocalDateTime due) {
        return SampleRow.of(
                opened,
                opened,
                "case",
                id,
                "kind",
                kind,
                "about",
                about,
                "area district",
                area.district(),
                "area",
                area.name(),
                "due",
                sheet.text(due));
    }

    /** Writes the versions of one case, as far as they were entered by the end of the sample. */
    private final class Life {
        private SampleRow state;

        Life(SampleRow open) {
            state = open;
            send();
            if (dice.chance(10)) {
                SampleRow twice = open.with("case", open.get("case") + "x"); // entered by two people
                sheet.receive(open.at(), twice);
                LocalDateTime noticed = open.at().plusMinutes(dice.between(60, 4 * 24 * 60));
                if (!Diary.isOver(noticed)) {
                    sheet.receive(noticed, twice.version(1).entered(noticed).asWithdrawn());
                }
            }
        }

        /** Writes the next version, unless it is after the end of the sample. */
        void say(LocalDateTime at, UnaryOperator<SampleRow> change) {
            if (!Diary.isOver(at)) {
                state = change.apply(state).version(state.version() + 1).entered(at);
                send();
            }
        }

        private void send() {
            LocalDateTime delayed = state.entered().plusDays(dice.between(2, 9));
            boolean stuck = dice.chance(20) && !Diary.isOver(delayed); // the next version may be received before it
            sheet.receive(stuck ? delayed : state.entered(), state);
            if (dice.chance(8)) {
                sheet.receive(stuck ? delayed : state.entered(), state);
            }
        }
    }
}
