/**
 * For readers of the result topics: whether everything sent is in the rows yet, and the settings that rows were counted
 * under. No arithmetic of rows, which is in {@code assessment}, and no output for people.
 */
package doorstep.figures;
