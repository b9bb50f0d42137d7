package groovy.lang;

/**
 * Nothing. picocli asks at every start whether Groovy's class of this name is there, and to find
 * out that it is not, all jars are opened and their lists of entries read. Nobody extends this one,
 * so it is as good as none.
 */
public abstract class Closure {}
