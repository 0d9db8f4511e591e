// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.delta.DeltaBatch;
import doorstep.delta.EventTime;
import doorstep.delta.TallyTable;
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
 * Tallies of all windows of the cells in one partition, at as-of.
 *
 * <p>A change is added to each window that contains its time. When as-of advances, the minutes that it passes are added
 * to all windows, and those that leave a rolling window are subtracted from it: one scan over the times in question,
 * however long the step. Cells without changes cost nothing. Windows are never recomputed from smaller ones.
 *
 * <p>Stores: {@code windows} (kind, start, cell → sent?, tally) for all windows; {@code minutes} (minute, cell → tally)
 * for minutes later than as-of, and for those of the last 24 hours that a window by minute still contains; {@code
 * unsent} (see {@link DirtyRows} and {@link DeferredDeltas}).
 */
public final class WindowTallies {
    /** Length of kind and start in keys of {@code windows}, in bytes. */
    public static final int WINDOW_KEY_PREFIX = 1 + Long.BYTES;

    /** Length of the minute in keys of {@code minutes}, in bytes. */
    public static final int MINUTE_KEY_PREFIX = Long.BYTES;

    static final int FORMAT = 1;
    private static final int SENT = 1;
    private static final int CHUNK = 10_000;
    private static final int MAX_WAITING_BYTES = 8 << 20;
    /**
     * Maximum cells and days changed at once, unless one delta batch holds more: each of them changes several windows.
     */
    private static final int CELLS_AT_ONCE = 50_000;

    private static final int KIND_BITS = 4;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;
    private static final int MINUTES_KEPT = WindowKind.LAST_24H.length();
    private static final List<WindowKind> BY_MINUTE =
            Stream.of(WindowKind.values()).filter(WindowKind::rollsByMinute).toList();

    /** Takes rows: their family, key, and value, which is null for a tombstone. */
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
     * @param asOf minutes since the epoch, UTC: the as-of of the stores
     * @param beyond contributions later than that, by family code; copied, and updated in {@link #beyond()}
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

    /** Contributions later than as-of, by family code; counted at the root unit only. */
    public SortedMap<Integer, Long> beyond() {
        return beyond;
    }

    /**
     * Number of cells, each counted once for every year in which it has figures; found by a scan when the task starts.
     */
    public long cells() {
        return cells;
    }

    /** Number of rows to be sent and delta batches to be added; 0 if all rows of everything taken were sent. */
    public long unsent() {
        return unsentTotals.size() + unsentSlices.size() + deferred.size();
    }

    /** Rows with a breakdown value that are to be sent, without those that {@link #addDeferred} may add. */
    public int unsentSlices() {
        return unsentSlices.size();
    }

    /** Number of the first delta batch of breakdown values that is still deferred. */
    public long firstWaiting() {
        return deferred.first();
    }

    /** Number that the next delta batch of breakdown values will have. */
    public long nextWaiting() {
        return deferred.next();
    }

    /**
     * Takes a delta batch. It is added by the next {@link #addGathered}, because many senders change the same cells; one of
     * breakdown values by the next {@link #addDeferred}, or once too many are deferred.
     */
    void take(DeltaBatch deltaBatch) {
        if (!deltaBatch.ofSlices()) {
            deltaBatch.forEach((time, family, unit, slice, facet, tally) ->
                    gathered.at(time, family, unit, slice, facet).add(tally));
            return;
        }
        deferred.add(deltaBatch.toBytes());
        while (deferred.bytes() > MAX_WAITING_BYTES) {
            addDeferred();
        }
    }

    /** Adds what was taken, except breakdown values. Called before rows are sent and before each commit. */
    public void addGathered() {
        gathered.forEach(this::touch);
        gathered.clear();
        addTouched();
    }

    /**
     * Adds what was taken, including breakdown values, but of these no more at once than a commit has time for. Calling
     * it less often costs less: cells change often, rows are sent now and then.
     *
     * @return whether breakdown values of the current sweep are left for the next call
     */
    public boolean addDeferred() {
        boolean more = deferred.sweep(
                deltaBatch -> deltaBatch.forEach((time, family, unit, slice, facet, tally) ->
                        touch(time, new Cell(family, unit, slice, facet), tally)),
                () -> days.size() >= CELLS_AT_ONCE);
        addGathered();
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

    /** Adds to all windows that contain this local day, except those that roll by minute. */
    private void touchDay(long day, Cell cell, Tally tally) {
        days.at(day, cell.family(), cell.unit(), cell.slice(), cell.facet()).add(tally);
    }

    /** @param start see {@link OrgCalendar#startOf}; 0 for a rolling window */
    private RunningTally touched(WindowKind kind, long start, Cell cell) {
        return touched.at(start << KIND_BITS | kind.code(), cell.family(), cell.unit(), cell.slice(), cell.facet());
    }

    /**
     * Advances as-of; a moment at or before it changes nothing. O(entries of the times that enter or leave).
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
                    windows.delete(key); // was kept for this subtraction only
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
                (window, cell, tally) -> // not called where changes cancel out
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
            touched(WindowKind.DAY, day, cell).add(tally); // to be subtracted when the day leaves
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
     * Sends rows that changed: a tombstone if a row was sent before and its tally is now zero.
     *
     * @param totals true: rows of all events; false: rows with a breakdown value
     * @param most maximum number; the others are left for the next call
     * @return whether rows are left
     */
    public boolean send(boolean totals, int most, RowReceiver receiver) {
        DirtyRows rows = totals ? unsentTotals : unsentSlices;
        for (Bytes key : rows.first(most)) {
            byte[] value = windows.get(key);
            if (value != null) { // otherwise it was removed without ever being sent
                send(key, value, receiver);
            }
            rows.remove(key);
        }
        return rows.size() > 0;
    }

    /** Stores the keys of unsent rows. Called before each commit. */
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

    /** Counts by the window YEAR, which every cell has, whatever its breakdown. */
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

    /** Length of the longest window that rolls by day; 0 without one. */
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

    /** The first key of a kind. */
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

    /**
     * Visits all entries of {@code [from, to)} in key order. The action may change the store, because it gets copies,
     * in chunks.
     */
    private static void scan(
            KeyValueStore<Bytes, byte[]> store, Bytes from, Bytes to, BiConsumer<Bytes, byte[]> action) {
        Bytes next = from;
        while (next.compareTo(to) < 0) {
            List<KeyValue<Bytes, byte[]>> chunk = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> range = store.range(next, to)) { // inclusive, but no key equals `to`
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

    /** The smallest key after this one. */
    private static byte[] after(byte[] key) {
        return java.util.Arrays.copyOf(key, key.length + 1);
    }
}
