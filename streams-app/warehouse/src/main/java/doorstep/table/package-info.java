// SPDX-License-Identifier: Apache-2.0
/**
 * The tables of an export: columns with types and comments, derived from the schemas of the topics, and rows for them.
 * How and where tables are written is in {@code export} and in the packages of the targets.
 */
package doorstep.table;
