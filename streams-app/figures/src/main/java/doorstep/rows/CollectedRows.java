// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.avro.WorkItem;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** A store in memory, for what one question needs, and for tests. Writing waits for open snapshots. */
public final class CollectedRows implements RowStore {
    /** @param start 0 unless {@code kind} is a calendar window */
    private record Window(int family, WindowKind kind, long start) {}

    private final Cells cells = new Cells();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<TopicPartition, Position> positions = new HashMap<>();
    private final Map<Window, Map<Integer, Tally>> windows = new HashMap<>();
    private final Map<String, WorkItem> items = new HashMap<>();

    @Override
    public Cells cells() {
        return cells;
    }

    @Override
    public Snapshot snapshot() {
        lock.readLock().lock();
        return new CollectedSnapshot();
    }

    private final class CollectedSnapshot implements Snapshot {
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile boolean cancelled;

        @Override
        public Tally get(int cell, WindowKind kind, long start) {
            requireNotCancelled();
            return rowsOf(new Window(cells.get(cell).family(), kind, start)).getOrDefault(cell, Tally.ZERO);
        }

        @Override
        public void forEach(int family, WindowKind kind, long start, BitSet wanted, Visitor visitor) {
            Map<Integer, Tally> rows = rowsOf(new Window(family, kind, start));
            requireNotCancelled();
            wanted.stream().filter(rows::containsKey).forEach(cell -> {
                requireNotCancelled();
                visitor.row(cell, rows.get(cell));
            });
        }

        @Override
        public void forEach(int family, RowVisitor visitor) {
            requireNotCancelled();
            windows.forEach((window, rows) -> {
                if (window.family() == family) {
                    rows.forEach((cell, tally) -> {
                        requireNotCancelled();
                        visitor.row(cell, window.kind(), window.start(), tally);
                    });
                }
            });
        }

        @Override
        public Optional<WorkItem> item(String id) {
            requireNotCancelled();
            return Optional.ofNullable(items.get(id));
        }

        @Override
        public void forEachItem(Consumer<WorkItem> visitor) {
            items.values().forEach(item -> {
                requireNotCancelled();
                visitor.accept(item);
            });
        }

        @Override
        public boolean holds(Change change) {
            requireNotCancelled();
            return CollectedRows.this.holds(change, windows, items);
        }

        @Override
        public OptionalLong firstStart(int family, WindowKind kind) {
            requireNotCancelled();
            return windows.entrySet().stream()
                    .filter(it -> it.getKey().family() == family && it.getKey().kind() == kind)
                    .filter(it -> !it.getValue().isEmpty())
                    .mapToLong(it -> it.getKey().start())
                    .min();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        private void requireNotCancelled() {
            if (cancelled) {
                throw StoreException.cancelled(null);
            }
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                lock.readLock().unlock();
            }
        }
    }

    private Map<Integer, Tally> rowsOf(Window window) {
        Map<Integer, Tally> rows = windows.get(window);
        return rows == null ? Map.of() : rows;
    }

    @Override
    public Map<TopicPartition, Position> positions() {
        return Map.copyOf(positions);
    }

    @Override
    public void apply(List<? extends Change> changes, Map<TopicPartition, Position> positionsNow) {
        lock.writeLock().lock();
        try {
            changes.forEach(change -> apply(change, windows, items));
            positions.putAll(positionsNow);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void apply(Change change, Map<Window, Map<Integer, Tally>> toWindows, Map<String, WorkItem> toItems) {
        if (change instanceof RowChange row) {
            apply(row, toWindows);
        } else if (change instanceof ItemChange item) {
            item.item().ifPresentOrElse(it -> toItems.put(item.id(), it), () -> toItems.remove(item.id()));
        } else {
            throw new AssertionError(change);
        }
    }

    private boolean holds(Change change, Map<Window, Map<Integer, Tally>> inWindows, Map<String, WorkItem> inItems) {
        if (change instanceof RowChange row) {
            Map<Integer, Tally> rows = inWindows.get(new Window(row.family(), row.kind(), row.start()));
            return rows != null
                    && cells.find(row.cell()).filter(rows::containsKey).isPresent();
        }
        if (change instanceof ItemChange item) {
            return inItems.containsKey(item.id());
        }
        throw new AssertionError(change);
    }

    private void apply(RowChange change, Map<Window, Map<Integer, Tally>> to) {
        int cell = cells.of(change.cell());
        Window window = new Window(change.cell().family(), change.kind(), change.start());
        if (change.tally().isZero()) {
            Map<Integer, Tally> rows = to.get(window);
            if (rows != null) {
                rows.remove(cell);
            }
        } else {
            to.computeIfAbsent(window, it -> new HashMap<>()).put(cell, change.tally());
        }
    }

    @Override
    public Replacement replace(int family) {
        Map<Window, Map<Integer, Tally>> newWindows = new HashMap<>();
        Map<String, WorkItem> newItems = new HashMap<>();
        return new Replacement() {
            @Override
            public void add(List<? extends Change> changes) {
                changes.forEach(change -> apply(change, newWindows, newItems));
            }

            @Override
            public boolean holds(Change change) {
                return CollectedRows.this.holds(change, newWindows, newItems);
            }

            @Override
            public void commit(Map<TopicPartition, Position> positionsNow) {
                lock.writeLock().lock();
                try {
                    if (family == WORKLIST) {
                        items.clear();
                    } else {
                        windows.keySet().removeIf(window -> window.family() == family);
                    }
                    windows.putAll(newWindows);
                    items.putAll(newItems);
                    positions.putAll(positionsNow);
                } finally {
                    lock.writeLock().unlock();
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
