// A declaration only, for the compiler: the AWS Mobile SDK for Android has the real one.
package com.amazonaws.mobileconnectors.apigateway.annotation;

public @interface Parameter {
    String name();

    String location();
}
