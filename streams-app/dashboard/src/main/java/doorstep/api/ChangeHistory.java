// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What changed in the last ticks, once for all clients: a client is a position in it, so memory does not grow with
 * their number. Positions are ticks of a clock, not numbers of changes, which would tell how much changes elsewhere. Not
 * thread-safe.
 */
final class ChangeHistory {
    private record Batch(long tick, List<ChangedCell> cells) {}

    private final int maxTicks;
    private final int maxCells;
    private final Deque<Batch> batches = new ArrayDeque<>();
    private long tick;
    private long forgotten; // the newest tick of which changes may be missing
    private int cells;

    /**
     * @param maxTicks how far back positions may lie
     * @param maxCells of all batches
     */
    ChangeHistory(int maxTicks, int maxCells) {
        this.maxTicks = maxTicks;
        this.maxCells = maxCells;
    }

    long tick() {
        return tick;
    }

    /** Begins the next tick. */
    void add(Collection<ChangedCell> changed) {
        tick++;
        if (!changed.isEmpty()) {
            batches.add(new Batch(tick, List.copyOf(changed)));
            cells += changed.size();
        }
        while (!batches.isEmpty() && (cells > maxCells || batches.peek().tick() <= tick - maxTicks)) {
            Batch oldest = batches.remove();
            cells -= oldest.cells().size();
            forgotten = oldest.tick();
        }
    }

    /** Begins a tick in which more changed than anybody could list. */
    void addEverything() {
        tick++;
        batches.clear();
        cells = 0;
        forgotten = tick;
    }

    /**
     * What changed after a position.
     *
     * @param limit most cells to list
     * @return empty if that is not known any more, or too much
     */
    Optional<Set<ChangedCell>> since(long position, Predicate<ChangedCell> visible, int limit) {
        if (position < forgotten || position > tick) {
            return Optional.empty();
        }
        Set<ChangedCell> changed = new LinkedHashSet<>();
        for (Batch batch : batches) {
            if (batch.tick() > position) {
                batch.cells().stream().filter(visible).forEach(changed::add);
                if (changed.size() > limit) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(changed);
    }
}
