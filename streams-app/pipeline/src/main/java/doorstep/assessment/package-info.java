/**
 * What follows from several rows: a score beside its target, its parent unit, the year before. Readers (the command line,
 * a dashboard, an export) share it; the pipeline itself does not know it, because its rows follow from counts alone.
 */
package doorstep.assessment;
