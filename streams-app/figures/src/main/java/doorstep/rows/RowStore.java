// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.avro.WorkItem;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The latest rows of the topics of figures, (cell, window kind, start) → tally, and of the worklist, id → item. One thread
 * writes; any number of others may look at {@linkplain #snapshot() snapshots} at the same time.
 */
public interface RowStore extends AutoCloseable {
    /** Stands for the worklist where others are told by the code of their family: no family has this one. */
    int WORKLIST = 0;

    /**
     * What is in the store at one moment. For use by one thread, which holds no other one, and for a short time: few can
     * be open at once, and the file's log grows meanwhile. Visitors must not use the snapshot. Methods throw a
     * {@link StoreException} if the file cannot be read, or after {@link #cancel()}.
     */
    interface Snapshot extends AutoCloseable {
        /** The tally of a row; zero if there is none. */
        Tally get(int cell, WindowKind kind, long start);

        /**
         * Passes the rows that some cells have in one window, in any order.
         *
         * @param family code of the family that the cells belong to
         * @param start first local date as days since 1970-01-01; 0 unless {@code kind} is a calendar window
         */
        void forEach(int family, WindowKind kind, long start, BitSet cells, Visitor visitor);

        /**
         * Passes all rows of a family, in any order.
         *
         * @param family code of the family
         */
        void forEach(int family, RowVisitor visitor);

        /** The row of the worklist for an id; empty if there is none. */
        Optional<WorkItem> item(String id);

        /** Passes all rows of the worklist, in any order. */
        void forEachItem(Consumer<WorkItem> visitor);

        /** Whether there is a row of the same key. */
        boolean holds(Change change);

        /** The first start of a window of this kind that has a row of the family; empty if there is none. */
        OptionalLong firstStart(int family, WindowKind kind);

        /**
         * Makes the method that runs in the snapshot's thread, and every later one, throw a {@link StoreException} soon.
         * For any thread, at any time; without effect once the snapshot is closed.
         */
        void cancel();

        @Override
        void close();
    }

    /** Receives the rows of one window. */
    @FunctionalInterface
    interface Visitor {
        /** @param tally not zero */
        void row(int cell, Tally tally);
    }

    /** Receives rows of several windows. */
    @FunctionalInterface
    interface RowVisitor {
        /** @param tally not zero */
        void row(int cell, WindowKind kind, long start, Tally tally);
    }

    /**
     * The rows of a family read anew, beside those that are there. Nothing of it is seen, nor kept by a restart, before
     * {@link #commit}.
     */
    interface Replacement extends AutoCloseable {
        void add(List<? extends Change> changes);

        /** Whether a row of the same key was added, and not deleted again since. */
        boolean holds(Change change);

        /** Replaces all rows of the family; those that were not added are gone. Positions change at the same moment. */
        void commit(Map<TopicPartition, Position> positions);

        /** Without a commit, everything stays as it was. */
        @Override
        void close();
    }

    /** The cells that have rows, or had some. */
    Cells cells();

    /** Waits while too many are open. */
    Snapshot snapshot();

    /** Where reading goes on; empty for a store that is new. */
    Map<TopicPartition, Position> positions();

    /** Applies changes in their order. Positions change at the same moment, after a crash too. */
    void apply(List<? extends Change> changes, Map<TopicPartition, Position> positions);

    /**
     * Begins to replace a family; by the thread that writes, which may apply changes meanwhile. Changes of the family are
     * lost with its former rows.
     *
     * @param family code of the family, or {@link #WORKLIST}; not one that is being replaced
     */
    Replacement replace(int family);

    @Override
    void close();
}
