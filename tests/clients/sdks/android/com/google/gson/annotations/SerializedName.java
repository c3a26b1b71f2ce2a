// A declaration only, for the compiler: the AWS Mobile SDK for Android has the real one.
package com.google.gson.annotations;

public @interface SerializedName {
    String value();
}
