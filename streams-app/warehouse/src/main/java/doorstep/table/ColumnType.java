// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import java.util.List;

/** The type of a column. Says which Java class its values have; null is possible in any type. */
public sealed interface ColumnType {
    /** A type without parts. */
    enum Scalar implements ColumnType {
        /** {@link String} */
        STRING,
        /** {@link Integer} */
        INT,
        /** {@link Long} */
        LONG,
        /** {@link Double} */
        DOUBLE,
        /** {@link Boolean} */
        BOOLEAN,
        /** {@link java.time.LocalDate} */
        DATE,
        /** {@link java.time.Instant}, to the millisecond; a timestamp with zone, in UTC */
        TIMESTAMP
    }

    /** A {@link List} of items, none of them null. */
    record ListOf(ColumnType item) implements ColumnType {}

    /** A {@link java.util.Map} from strings to values, none of them null. */
    record MapOf(ColumnType value) implements ColumnType {}

    /** A {@link List} with a value for each field. */
    record Struct(List<Column> fields) implements ColumnType {}
}
