package dev.plumb.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class that runs on the tests' lab: three real hosts, made before the first such
 * class and removed after the last, unless they were there before. Where no lab can be made, the
 * class is skipped with a message.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Tag("lab")
@ExtendWith(LabExtension.class)
public @interface OnTheLab {}
