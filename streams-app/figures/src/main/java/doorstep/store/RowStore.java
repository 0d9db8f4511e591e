// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * The latest rows of the topics of figures: (cell, window kind, start) → tally. One thread writes; any number of others
 * may look at {@linkplain #snapshot() snapshots} at the same time.
 */
public interface RowStore extends AutoCloseable {
    /**
     * What is in the store at one moment. For use by one thread, and for a short time. Methods throw a
     * {@link StoreException} if the file cannot be read.
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

        /** The first date with a row of a window kind; empty if there is none. */
        OptionalLong firstStart(int cell, WindowKind kind);

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
        void add(List<RowChange> changes);

        /** Whether a row was added, and not deleted again since. */
        boolean holds(RowChange row);

        /** Replaces all rows of the family; those that were not added are gone. Positions change at the same moment. */
        void commit(Map<TopicPartition, Position> positions);

        /** Without a commit, everything stays as it was. */
        @Override
        void close();
    }

    /** The cells that have rows, or had some. */
    Cells cells();

    Snapshot snapshot();

    /** Where reading goes on; empty for a store that is new. */
    Map<TopicPartition, Position> positions();

    /** Applies changes in their order. Positions change at the same moment, after a crash too. */
    void apply(List<RowChange> changes, Map<TopicPartition, Position> positions);

    /** @param family code of the family */
    Replacement replace(int family);

    @Override
    void close();
}
