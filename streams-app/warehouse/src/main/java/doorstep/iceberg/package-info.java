// SPDX-License-Identifier: Apache-2.0
/**
 * Exports as tables of Apache Iceberg in a directory. One commit decides: the row <i>begun</i> in {@code exports}, which
 * names the files of all tables. Each commit carries the number of its export, and is validated on the one before.
 */
package doorstep.iceberg;
