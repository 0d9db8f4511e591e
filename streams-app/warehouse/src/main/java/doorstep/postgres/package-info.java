// SPDX-License-Identifier: Apache-2.0
/**
 * Exports into a schema of a PostgreSQL database: one export is one transaction. Knows tables and rows, not what they are
 * read from.
 */
package doorstep.postgres;
