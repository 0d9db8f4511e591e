// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code doorstep torture}: kills, stops and damages processes under load and compares every row with a
 * recount. Starting processes is in {@code process}. The recount uses the engine's parsers and families, and nothing
 * else of it.
 */
package doorstep.torture;
