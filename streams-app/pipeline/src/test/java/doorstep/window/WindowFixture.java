// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.avro.VisitCount;
import doorstep.catalogue.Catalogue;
import doorstep.delta.CellNumbers;
import doorstep.delta.DeltaBatch;
import doorstep.delta.EventTime;
import doorstep.event.Minutes;
import doorstep.family.Families;
import doorstep.integrity.Senders;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Windows over visits of one unit, and the latest rows that a reader of the topic has. */
public final class WindowFixture {
    /** Without days, so that those of breakdown values are kept for subtractions only. */
    private static final Set<WindowKind> BREAKDOWN_WINDOWS =
            EnumSet.of(WindowKind.LAST_30D, WindowKind.MONTH, WindowKind.QUARTER, WindowKind.YEAR);

    public static final Families FAMILIES = families(ZoneId.of("UTC"), EnumSet.allOf(WindowKind.class));
    private static final int VISITS = 1; // code of the family

    final KeyValueStore<Bytes, byte[]> windows =
            Stores.inMemoryKeyValueStore("windows").get();
    final KeyValueStore<Bytes, byte[]> unsent =
            Stores.inMemoryKeyValueStore("unsent").get();
    /** The latest row per key: number of visits. */
    final Map<String, Long> rows = new TreeMap<>();
    /** Keys of rows and tombstones in the order in which they were sent; tombstones have a minus. */
    final List<String> sent = new ArrayList<>();

    private final ZoneId zone;
    private final Families families;
    WindowTallies tallies;

    WindowFixture(String zone, String asOf) {
        this(zone, asOf, EnumSet.allOf(WindowKind.class));
    }

    WindowFixture(String zone, String asOf, Set<WindowKind> kinds) {
        this.zone = ZoneId.of(zone);
        families = families(this.zone, kinds);
        tallies = open(minute(asOf), Beyond.NONE);
    }

    private static Families families(ZoneId zone, Set<WindowKind> kinds) {
        return Families.standard(
                Catalogue.load(Optional.empty()),
                10,
                new OrgCalendar(zone, 0),
                Duration.ofHours(24),
                kinds,
                BREAKDOWN_WINDOWS);
    }

    private WindowTallies open(long asOf, Beyond beyond) {
        return new WindowTallies(windows, unsent, families, new OrgCalendar(zone, 0), asOf, beyond);
    }

    /** A new process on the same state. */
    void restart() {
        tallies.keep();
        tallies = open(tallies.asOf(), tallies.beyond());
    }

    public static long minute(String instant) {
        return Minutes.of(Instant.parse(instant));
    }

    void add(String instant, long visits) {
        addAt(minute(instant), visits);
    }

    void addAt(long minute, long visits) {
        apply(EventTime.minute(minute), Slice.TOTAL, visits);
    }

    void addToDay(String date, long visits) {
        apply(EventTime.day(LocalDate.parse(date).toEpochDay()), Slice.TOTAL, visits);
    }

    void apply(EventTime time, Slice slice, long visits) {
        CellNumbers cells = new CellNumbers();
        DeltaBatch.Packer packer = new DeltaBatch.Packer(cells, !slice.isTotal());
        new Change(time, new Cell(VISITS, "*", slice, ""), Tally.of(0, visits)).addTo(packer, cells);
        tallies.take(DeltaBatch.fromBytes(packer.seal(Senders.header("visits/0", 1), 0)));
        tallies.addDeferred();
    }

    void stepTo(String instant) {
        tallies.stepTo(minute(instant));
    }

    /** Sends everything; returns the rows that exist then. */
    Map<String, Long> send() {
        send(true, Integer.MAX_VALUE);
        send(false, Integer.MAX_VALUE);
        return rows;
    }

    boolean send(boolean totals, int most) {
        if (totals) {
            tallies.addGathered();
        } else {
            tallies.addDeferred();
        }
        return tallies.send(totals, most, (family, key, row) -> {
            sent.add(row == null ? "-" + key : key);
            if (row == null) {
                rows.remove(key);
            } else {
                rows.put(key, ((VisitCount) row).getVisits());
            }
        });
    }

    /** Visits in a window without a start. */
    long in(String window) {
        return send().getOrDefault("*|||" + window + "|", 0L);
    }

    /** Number of tallies of windows. */
    int tallies() {
        return count(kind -> kind != RowNumber.CELL && kind != RowNumber.MINUTE);
    }

    /** Number of tallies of minutes. */
    int minutes() {
        return count(kind -> kind == RowNumber.MINUTE);
    }

    private int count(IntPredicate kinds) {
        int count = 0;
        try (KeyValueIterator<Bytes, byte[]> all = windows.all()) {
            while (all.hasNext()) {
                count += kinds.test(RowNumber.kind(RowNumber.ofKey(all.next().key))) ? 1 : 0;
            }
        }
        return count;
    }

    static int size(KeyValueStore<Bytes, byte[]> store) {
        int size = 0;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            for (; all.hasNext(); all.next()) {
                size++;
            }
        }
        return size;
    }
}
