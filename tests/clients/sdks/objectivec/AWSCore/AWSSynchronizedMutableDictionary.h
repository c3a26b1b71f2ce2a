// Declarations only, for the compiler: as many as the generated client uses.
#pragma once
#import <Foundation/Foundation.h>
@interface AWSSynchronizedMutableDictionary : NSObject
- (id)objectForKey:(id)k; - (void)setObject:(id)o forKey:(id)k; - (void)removeObjectForKey:(id)k;
@end
