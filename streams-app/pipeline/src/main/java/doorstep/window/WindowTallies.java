package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.event.TreePath;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.integrity.RefusedException;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Tallies of every window of the cells of one partition, as they stand at as-of.
 *
 * <p>A change is added to each window that holds its time. When as-of steps, the minutes that enter are added to
 * everything, and what leaves a rolling window is subtracted from it: one scan over the times in question, however long
 * the step; cells that nothing enters or leaves cost nothing. Windows are never merged again from smaller ones.
 *
 * <p>Stores: {@code windows} (kind, start, cell → sent?, tally) for all windows; {@code minutes} (minute, cell → tally)
 * for minutes that as-of has not reached, and for those of the last 24 hours that a window by minute still holds;
 * {@code unsent} (see {@link DirtyRows} and {@link DeferredDeltas}).
 */
public final class WindowTallies {
    /** Bytes of keys of {@code windows} that kind and start take. */
    public static final int WINDOW_KEY_PREFIX = 1 + Long.BYTES;

    /** Bytes of keys of {@code minutes} that the minute takes. */
    public static final int MINUTE_KEY_PREFIX = Long.BYTES;

    static final int FORMAT = 1;
    private static final int SENT = 1;
    private static final int CHUNK = 10_000;
    private static final int MAX_WAITING_BYTES = 8 << 20;
    /** Cells and days that change at once, unless one delta batch holds more: each of them changes several windows. */
    private static final int CELLS_AT_ONCE = 50_000;

    private static final int KIND_BITS = 4;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;
    private static final int MINUTES_KEPT = WindowKind.LAST_24H.length();
    private static final List<WindowKind> BY_MINUTE =
            Stream.of(WindowKind.values()).filter(WindowKind::rollsByMinute).toList();

    /** Takes rows: the family they belong to, their key, their value or null for a tombstone. */
    public interface RowReceiver {
        void accept(Family family, String key, SpecificRecord row);
    }

    private final KeyValueStore<Bytes, byte[]> windows;
    private final KeyValueStore<Bytes, byte[]> minutes;
    private final Families families;
    private final OrgCalendar calendar;
    private final ByteWriter out = new ByteWriter();
    private final DirtyRows unsentTotals;
    private final DirtyRows unsentSlices;
    private final DeferredDeltas deferred;
    private final SortedMap<Integer, Long> beyond;
    private final TallyTable gathered = new TallyTable();
    private final TallyTable days = new TallyTable(); // by local day
    private final TallyTable touched = new TallyTable(); // by window: start and kind
    private long asOf;
    private long cells;

    /**
     * @param asOf minutes since the epoch, UTC: where the stores stand
     * @param beyond contributions later than that, by code of the family; carried on here
     */
    public WindowTallies(
            KeyValueStore<Bytes, byte[]> windows,
            KeyValueStore<Bytes, byte[]> minutes,
            KeyValueStore<Bytes, byte[]> unsent,
            Families families,
            OrgCalendar calendar,
            long asOf,
            SortedMap<Integer, Long> beyond) {
        this.windows = windows;
        this.minutes = minutes;
        unsentTotals = new DirtyRows(unsent, 1);
        unsentSlices = new DirtyRows(unsent, 0);
        deferred = new DeferredDeltas(unsent);
        this.families = families;
        this.calendar = calendar;
        this.asOf = asOf;
        this.beyond = new TreeMap<>(beyond);
        scan(windows, windowKey(WindowKind.YEAR), windowKeyAfter(WindowKind.YEAR), (key, value) -> cells++);
    }

    public long asOf() {
        return asOf;
    }

    /** Contributions later than as-of, by code of the family; counted where the unit is the root. */
    public SortedMap<Integer, Long> beyond() {
        return beyond;
    }

    /** Each cell once for every year in which it has figures; a walk over them when the task starts. */
    public long cells() {
        return cells;
    }

    /** Rows that wait to be sent, and delta batches that wait to become rows; 0: everything taken was sent. */
    public long unsent() {
        return unsentTotals.size() + unsentSlices.size() + deferred.size();
    }

    /** Rows with a breakdown value that wait to be sent; without what {@link #settleSlices} may add. */
    public int unsentSlices() {
        return unsentSlices.size();
    }

    /** Number of the first delta batch of breakdown values that is not added yet. */
    public long firstWaiting() {
        return deferred.first();
    }

    /** Number that the next delta batch of breakdown values will have. */
    public long nextWaiting() {
        return deferred.next();
    }

    /**
     * Adds a delta batch by the next {@link #settle}, for many senders speak of the same cells; one of breakdown values by
     * the next {@link #settleSlices}, or once too many wait.
     */
    void take(DeltaBatch deltaBatch) {
        if (!deltaBatch.ofSlices()) {
            deltaBatch.forEach((time, family, unit, slice, facet, tally) ->
                    gathered.at(time, family, unit, slice, facet).add(tally));
            return;
        }
        deferred.add(deltaBatch.toBytes());
        while (deferred.bytes() > MAX_WAITING_BYTES) {
            settleSlices();
        }
    }

    /** Adds what was taken, but breakdown values. To be called before rows are sent and before each commit. */
    public void settle() {
        gathered.forEach(this::touch);
        gathered.clear();
        addTouched();
    }

    /**
     * Adds what was taken, breakdown values too; of these no more at once than a commit has time for. Whoever calls it
     * less often pays less: cells change often, rows are sent now and then.
     *
     * @return whether breakdown values that were taken before the first of these calls stay for the next one
     */
    public boolean settleSlices() {
        boolean more = deferred.sweep(
                deltaBatch -> deltaBatch.forEach((time, family, unit, slice, facet, tally) ->
                        touch(time, new Cell(family, unit, slice, facet), tally)),
                () -> days.size() >= CELLS_AT_ONCE);
        settle();
        return more;
    }

    /** @param code see {@link EventTime#code} */
    private void touch(long code, Cell cell, Tally tally) {
        EventTime time = EventTime.ofCode(code);
        long at = time.at();
        if (time.coarse()) {
            touchDay(at, cell, tally);
            return;
        }
        boolean reached = at <= asOf;
        if (reached) {
            touchMinute(at, cell, tally);
        } else {
            countBeyond(cell, tally, 1);
        }
        if (!reached || (at > asOf - MINUTES_KEPT && isKeptByMinute(cell))) {
            keepMinute(at, cell, tally);
        }
    }

    private void touchMinute(long minute, Cell cell, Tally tally) {
        for (WindowKind kind : BY_MINUTE) {
            if (minute > asOf - kind.length() && windowsOf(cell).contains(kind)) {
                touched(kind, 0, cell).add(tally);
            }
        }
        touchDay(calendar.dayOf(minute), cell, tally);
    }

    /** Comes to all windows that hold this local day, but those that roll by minute. */
    private void touchDay(long day, Cell cell, Tally tally) {
        days.at(day, cell.family(), cell.unit(), cell.slice(), cell.facet()).add(tally);
    }

    /** @param start see {@link OrgCalendar#startOf}; 0 of a rolling one */
    private RunningTally touched(WindowKind kind, long start, Cell cell) {
        return touched.at(start << KIND_BITS | kind.code(), cell.family(), cell.unit(), cell.slice(), cell.facet());
    }

    /**
     * Moves as-of forward; a moment at or before it changes nothing. O(entries of the times that enter or leave).
     *
     * @param next minutes since the epoch, UTC
     */
    public void stepTo(long next) {
        if (next <= asOf) {
            return;
        }
        for (WindowKind kind : WindowKind.values()) {
            if (kind.rollsByMinute()) {
                leaveByMinute(kind, next);
            } else if (kind.rollsByDay()) {
                leaveByDay(kind, next);
            }
        }
        long before = asOf;
        asOf = next;
        enter(before);
        addTouched();
    }

    private void leaveByMinute(WindowKind kind, long next) {
        long first = asOf - kind.length() + 1;
        long last = Math.min(asOf, next - kind.length());
        scan(minutes, minuteKey(first), minuteKey(last + 1), (key, value) -> {
            Cell cell = Cell.readFrom(new ByteReader(key.get(), Long.BYTES));
            if (windowsOf(cell).contains(kind)) {
                touched(kind, 0, cell).subtract(readTally(value));
            }
            if (kind.length() == MINUTES_KEPT) {
                minutes.delete(key);
            }
        });
    }

    private void leaveByDay(WindowKind kind, long next) {
        long today = calendar.dayOf(asOf);
        long first = today - kind.length() + 1;
        long last = Math.min(today, calendar.dayOf(next) - kind.length());
        if (first > last) {
            return;
        }
        scan(windows, windowKey(WindowKind.DAY, first), windowKey(WindowKind.DAY, last + 1), (key, value) -> {
            Cell cell = Cell.readFrom(new ByteReader(key.get(), 1 + Long.BYTES));
            if (windowsOf(cell).contains(kind)) {
                touched(kind, 0, cell).subtract(readTally(value));
                if (!windowsOf(cell).contains(WindowKind.DAY) && kind.length() == daysKept(cell)) {
                    windows.delete(key); // was kept for this subtraction alone
                }
            }
        });
    }

    private void enter(long before) {
        scan(minutes, minuteKey(before + 1), minuteKey(asOf + 1), (key, value) -> {
            ByteReader in = new ByteReader(key.get());
            long minute = in.readSortable();
            Cell cell = Cell.readFrom(in);
            Tally tally = readTally(value);
            countBeyond(cell, tally, -1);
            touchMinute(minute, cell, tally);
            if (minute <= asOf - MINUTES_KEPT || !isKeptByMinute(cell)) {
                minutes.delete(key);
            }
        });
    }

    private void addTouched() {
        days.forEach(this::touchWindows);
        days.clear();
        touched.forEach(
                (window, cell, tally) -> // what leaves as much as it enters does not come here
                add(WindowKind.ofCode((int) (window & KIND_MASK)), window >> KIND_BITS, cell, tally));
        touched.clear();
    }

    private void touchWindows(long day, Cell cell, Tally tally) {
        long today = calendar.dayOf(asOf);
        Set<WindowKind> kinds = windowsOf(cell);
        for (WindowKind kind : kinds) {
            if (kind.rollsByDay()) {
                if (day > today - kind.length()) {
                    touched(kind, 0, cell).add(tally);
                }
            } else if (!kind.rollsByMinute()) {
                touched(kind, calendar.startOf(kind, day), cell).add(tally);
            }
        }
        if (!kinds.contains(WindowKind.DAY) && day > today - daysKept(cell)) {
            touched(WindowKind.DAY, day, cell).add(tally); // to be subtracted when it leaves
        }
    }

    private void add(WindowKind kind, long start, Cell cell, Tally tally) {
        out.reset().writeByte(kind.code()).writeSortable(start);
        cell.writeTo(out);
        Bytes key = Bytes.wrap(out.toBytes());
        byte[] before = windows.get(key);
        boolean sent = before != null && isSent(before);
        Tally sum = before == null ? tally : readTally(before).plus(tally);
        if (sum.isZero() && !sent) {
            if (before != null) {
                windows.delete(key);
                countCell(kind, -1);
            }
        } else {
            windows.put(key, toBytes(sum, sent));
            if (before == null) {
                countCell(kind, 1);
            }
        }
        if (windowsOf(cell).contains(kind)) {
            (cell.slice().isTotal() ? unsentTotals : unsentSlices).add(key);
        }
    }

    /**
     * Sends rows that changed: a tombstone where a row was and no figure is left.
     *
     * @param totals rows of all events, or rows with a breakdown value
     * @param most how many at the most; the others stay for the next call
     * @return whether others stay
     */
    public boolean send(boolean totals, int most, RowReceiver receiver) {
        DirtyRows rows = totals ? unsentTotals : unsentSlices;
        for (Bytes key : rows.first(most)) {
            byte[] value = windows.get(key);
            if (value != null) { // else it came and went without ever being sent
                send(key, value, receiver);
            }
            rows.remove(key);
        }
        return rows.size() > 0;
    }

    /** To be called before each commit. */
    public void keepUnsent() {
        unsentTotals.keep();
        unsentSlices.keep();
    }

    private void send(Bytes key, byte[] value, RowReceiver receiver) {
        ByteReader in = new ByteReader(key.get());
        WindowKind kind = WindowKind.ofCode(in.readByte());
        long start = in.readSortable();
        Cell cell = Cell.readFrom(in);
        Family family = families.ofCode(cell.family());
        RowHead head = RowHead.of(cell, kind, start);
        Tally tally = readTally(value);
        if (tally.isZero()) {
            receiver.accept(family, head.key(), null);
            windows.delete(key);
            countCell(kind, -1);
            return;
        }
        receiver.accept(family, head.key(), family.row(head, tally));
        if (!isSent(value)) {
            windows.put(key, toBytes(tally, true));
        }
    }

    private void keepMinute(long minute, Cell cell, Tally tally) {
        out.reset().writeSortable(minute);
        cell.writeTo(out);
        Bytes key = Bytes.wrap(out.toBytes());
        byte[] before = minutes.get(key);
        Tally sum = before == null ? tally : readTally(before).plus(tally);
        if (sum.isZero()) {
            minutes.delete(key);
        } else {
            minutes.put(key, toBytes(sum, false));
        }
    }

    private void countBeyond(Cell cell, Tally tally, int sign) {
        if (cell.unit().equals(TreePath.ROOT) && cell.slice().isTotal()) {
            long contributions = families.ofCode(cell.family()).contributionsIn(tally);
            beyond.merge(cell.family(), sign * contributions, Long::sum);
        }
    }

    /** Every cell has a window of the year, whatever its breakdown. */
    private void countCell(WindowKind kind, int change) {
        if (kind == WindowKind.YEAR) {
            cells += change;
        }
    }

    private Set<WindowKind> windowsOf(Cell cell) {
        return families.windows(cell.family(), cell.slice());
    }

    private boolean isKeptByMinute(Cell cell) {
        return !Collections.disjoint(windowsOf(cell), BY_MINUTE);
    }

    /** Length of the longest window from which days will leave; 0 without one. */
    private int daysKept(Cell cell) {
        int longest = 0;
        for (WindowKind kind : windowsOf(cell)) {
            if (kind.rollsByDay()) {
                longest = Math.max(longest, kind.length());
            }
        }
        return longest;
    }

    private Bytes minuteKey(long minute) {
        return Bytes.wrap(out.reset().writeSortable(minute).toBytes());
    }

    private Bytes windowKey(WindowKind kind, long start) {
        return Bytes.wrap(
                out.reset().writeByte(kind.code()).writeSortable(start).toBytes());
    }

    /** Where the keys of a kind begin. */
    private static Bytes windowKey(WindowKind kind) {
        return Bytes.wrap(new byte[] {(byte) kind.code()});
    }

    private static Bytes windowKeyAfter(WindowKind kind) {
        return Bytes.wrap(new byte[] {(byte) (kind.code() + 1)});
    }

    private byte[] toBytes(Tally tally, boolean sent) {
        out.reset().writeByte(FORMAT).writeByte(sent ? SENT : 0);
        tally.writeTo(out);
        return out.toBytes();
    }

    private static boolean isSent(byte[] value) {
        return value[1] == SENT;
    }

    private static Tally readTally(byte[] value) {
        RefusedException.requireFormat(value[0], FORMAT, "a window tally");
        return Tally.readFrom(new ByteReader(value, 2));
    }

    /** All entries of {@code [from, to)} in key order. The action may change the store: it sees copies, in chunks. */
    private static void scan(
            KeyValueStore<Bytes, byte[]> store, Bytes from, Bytes to, BiConsumer<Bytes, byte[]> action) {
        Bytes next = from;
        while (next.compareTo(to) < 0) {
            List<KeyValue<Bytes, byte[]>> chunk = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> range = store.range(next, to)) { // no entry has the bare key `to`
                while (range.hasNext() && chunk.size() < CHUNK) {
                    chunk.add(range.next());
                }
            }
            chunk.forEach(entry -> action.accept(entry.key, entry.value));
            next = chunk.size() < CHUNK
                    ? to
                    : Bytes.wrap(after(chunk.get(CHUNK - 1).key.get()));
        }
    }

    /** The smallest key above this one. */
    private static byte[] after(byte[] key) {
        return java.util.Arrays.copyOf(key, key.length + 1);
    }
}
