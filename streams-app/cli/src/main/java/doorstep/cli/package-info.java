// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code doorstep}: one class for each subcommand, its options, and what is printed. Work that is not input
 * or output for people belongs to the other packages and modules.
 */
package doorstep.cli;
