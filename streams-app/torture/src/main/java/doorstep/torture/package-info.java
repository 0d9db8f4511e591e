// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code doorstep torture}: kills, stops and damages processes under load and compares every row with a
 * recount. Starting processes is in {@code process}. The recount uses the parsers and families of {@code core}, and
 * nothing of the engine.
 */
package doorstep.torture;
