/**
 * The command {@code doorstep torture}: kills, stops and damages processes under load and compares every row with a
 * recount. Starting processes is in {@code process}; nothing of the engine's counting is used but what families define.
 */
package doorstep.torture;
