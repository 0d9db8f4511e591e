// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.avro.WorkItem;
import doorstep.config.AppConfig;
import doorstep.decode.FeedbackParser;
import doorstep.decode.VisitParser;
import doorstep.event.Event;
import doorstep.event.TreePath;
import doorstep.family.Breakdowns;
import doorstep.family.Contribution;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.torture.EventContents.Version;
import doorstep.wire.ContentHash;
import doorstep.wire.TopicNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The expected rows, counted in memory on one thread, without the engine's ledgers, delta batches and windows. It keeps
 * a tally per leaf unit, slice and moment, and adds up the rows of an as-of on request. It uses the families for what
 * an event contributes and what a row says of a tally. (A test compares it with the brute-force model, which shares
 * nothing with the engine.) Not thread-safe.
 */
final class Recount {
    private static final long FINAL = Long.MAX_VALUE;
    /** Moments that are earlier than the first as-of by more than this are distinguished by day only. */
    private static final int MINUTES_KEPT = WindowKind.LAST_24H.length() + 120;

    private final EventContents contents;
    private final Families families;
    private final Breakdowns breakdowns;
    private final OrgCalendar calendar;
    private final long firstKeptMinute;
    private final RecountedCommitments owing;
    private final VisitParser visits = new VisitParser();
    private final FeedbackParser feedback = new FeedbackParser();

    private final Map<Cell, Map<Long, Tally>> tallies = new HashMap<>(); // by leaf unit; the moment as in momentOf
    private final Map<TopicPartition, Long> current = new HashMap<>();
    private long[] survivors = new long[1 << 16]; // by number of the id; 0 = never seen

    /** @param firstAsOf minutes since the epoch; rows of an earlier as-of are not available */
    Recount(
            EventContents contents,
            Families families,
            Breakdowns breakdowns,
            OrgCalendar calendar,
            RecountedCommitments owing,
            long firstAsOf) {
        this.owing = owing;
        this.contents = contents;
        this.families = families;
        this.breakdowns = breakdowns;
        this.calendar = calendar;
        this.firstKeptMinute = firstAsOf - MINUTES_KEPT;
    }

    /** The recount for a pipeline with this configuration. */
    static Recount of(AppConfig config, EventContents contents, long firstAsOf) {
        OrgCalendar calendar = new OrgCalendar(config.zone(), config.fiscalStart());
        return new Recount(
                contents,
                Families.standard(
                        config.catalogue(),
                        config.answersMin(),
                        calendar,
                        config.acknowledgeLimit(),
                        config.windows(),
                        config.breakdownWindows()),
                new Breakdowns(config.visitBreakdowns(), config.feedbackBreakdowns(), config.commitmentBreakdowns()),
                calendar,
                new RecountedCommitments(
                        config.catalogue(), calendar, config.workingDays(), config.callBackWorkingDays()),
                firstAsOf);
    }

    void take(Delivery delivery) {
        if (delivery.bad()) {
            return;
        }
        int number = delivery.number();
        if (number >= survivors.length) {
            survivors = Arrays.copyOf(survivors, Math.max(number + 1, 2 * survivors.length));
        }
        long before = survivors[number];
        if (before == 0) {
            current.merge(delivery.partition(), 1L, Long::sum);
        }
        if (before == FINAL || (delivery.event() != null && !outranks(delivery, before))) {
            return;
        }
        if (before != 0) {
            add(contents.event(number, unpack(before)), true);
        }
        if (delivery.event() == null) {
            survivors[number] = FINAL;
        } else {
            survivors[number] = pack(delivery.version());
            add(delivery.event(), false);
        }
    }

    private boolean outranks(Delivery delivery, long before) {
        if (before == 0) {
            return true;
        }
        Version old = unpack(before);
        Version now = delivery.version();
        if (old.equals(now) || old.revision() != now.revision()) {
            return now.revision() > old.revision();
        }
        long oldHash = ContentHash.of(contents.event(delivery.number(), old));
        return Long.compareUnsigned(ContentHash.of(delivery.event()), oldHash) > 0;
    }

    private static long pack(Version version) {
        return (version.revision() + 1L) << 8 | version.variant();
    }

    private static Version unpack(long packed) {
        return new Version((int) (packed >> 8) - 1, (int) (packed & 0xff));
    }

    private void add(SpecificRecord record, boolean takeOut) {
        if (isWithdrawn(record)) {
            return;
        }
        if (record instanceof Visit visit) {
            add(visits.event(visit).orElseThrow(), takeOut);
        } else if (record instanceof Feedback answer) {
            add(feedback.event(answer).orElseThrow(), takeOut);
        }
        owing.take(record, takeOut, this::add);
    }

    private static boolean isWithdrawn(SpecificRecord record) {
        if (record instanceof Visit visit) {
            return visit.getWithdrawn();
        }
        return record instanceof Feedback answer ? answer.getWithdrawn() : ((Commitment) record).getWithdrawn();
    }

    private void add(Event event, boolean takeOut) {
        List<Slice> slices = breakdowns.slicesOf(event);
        for (Family family : families.all()) {
            for (Contribution contribution : family.contributionsOf(event)) {
                String unit = family.rootOnly() ? TreePath.ROOT : event.unit().text();
                for (Slice slice : family.rootOnly() ? List.of(Slice.TOTAL) : slices) {
                    Cell cell = new Cell(family.code(), unit, slice, contribution.facet());
                    Tally change = takeOut ? Tally.ZERO.minus(contribution.tally()) : contribution.tally();
                    tallies.computeIfAbsent(cell, c -> new HashMap<>())
                            .merge(momentOf(contribution.minute()), change, (a, b) -> {
                                Tally sum = a.plus(b);
                                return sum.isZero() ? null : sum;
                            });
                }
            }
        }
    }

    /** Twice the minute, or twice the local day plus one. */
    private long momentOf(long minute) {
        return minute >= firstKeptMinute ? 2 * minute : 2 * calendar.dayOf(minute) + 1;
    }

    /** Number of distinct accepted ids by input partition. */
    Map<TopicPartition, Long> current() {
        return current;
    }

    /** The rows of the worklist, by key. */
    SortedMap<String, WorkItem> worklist() {
        return owing.worklist();
    }

    /** A row before it is encoded. */
    record Row(Family family, RowHead head, SpecificRecord value) {}

    /** The expected rows and accounts at one as-of. */
    record Expected(List<Row> rows, SortedMap<String, Long> beyond) {}

    private record Window(WindowKind kind, long start) {}

    private record RowCell(Cell cell, Window window) {}

    /** @param asOf minutes since the epoch, not before the first as-of */
    Expected at(long asOf) {
        long today = calendar.dayOf(asOf);
        Map<RowCell, Tally> sums = new HashMap<>();
        SortedMap<String, Long> beyond = new TreeMap<>();
        Map<Long, List<Window>> windowsOfDay = new HashMap<>();
        tallies.forEach((cell, moments) -> {
            Family family = families.ofCode(cell.family());
            Map<Window, Tally> leaf = new HashMap<>();
            moments.forEach((moment, tally) -> {
                boolean coarse = (moment & 1) == 1;
                long at = moment >> 1;
                if (!coarse && at > asOf) {
                    if (cell.slice().isTotal()) {
                        beyond.merge(TopicNames.DEFAULT.of(family.topic()), family.contributionsIn(tally), Long::sum);
                    }
                    return;
                }
                long day = coarse ? at : calendar.dayOf(at);
                for (Window window : windowsOfDay.computeIfAbsent(day, this::windowsOf)) {
                    WindowKind kind = window.kind();
                    boolean holds =
                            families.windows(cell.family(), cell.slice()).contains(kind)
                                    && (!kind.rollsByMinute() || (!coarse && at > asOf - kind.length()))
                                    && (!kind.rollsByDay() || day > today - kind.length());
                    if (holds) {
                        leaf.merge(window, tally, Tally::plus);
                    }
                }
            });
            List<Cell> cells = prefixesOf(cell, family);
            leaf.forEach((window, tally) ->
                    cells.forEach(prefix -> sums.merge(new RowCell(prefix, window), tally, Tally::plus)));
        });
        List<Row> rows = new ArrayList<>();
        sums.forEach((rowCell, tally) -> {
            if (!tally.isZero()) {
                Family family = families.ofCode(rowCell.cell().family());
                RowHead head = RowHead.of(
                        rowCell.cell(),
                        rowCell.window().kind(),
                        rowCell.window().start());
                rows.add(new Row(family, head, family.row(head, tally)));
            }
        });
        return new Expected(rows, beyond);
    }

    private List<Window> windowsOf(long day) {
        return Stream.of(WindowKind.values())
                .filter(kind -> calendar.hasFiscalYear() || !kind.isFiscal())
                .map(kind -> new Window(kind, kind.isCalendar() ? calendar.startOf(kind, day) : 0))
                .toList();
    }

    private static List<Cell> prefixesOf(Cell cell, Family family) {
        if (family.rootOnly()) {
            return List.of(cell);
        }
        List<Cell> cells = new ArrayList<>();
        TreePath.prefixes(cell.unit()).forEach(prefix -> cells.add(cell.withUnit(prefix)));
        cells.add(cell.withUnit(TreePath.ROOT));
        return cells;
    }
}
