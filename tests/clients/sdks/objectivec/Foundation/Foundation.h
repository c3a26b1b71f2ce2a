// Declarations only, for the compiler: as many as the generated client uses.
#pragma once
#define NS_ASSUME_NONNULL_BEGIN _Pragma("clang assume_nonnull begin")
#define NS_ASSUME_NONNULL_END _Pragma("clang assume_nonnull end")
#define nil ((id)0)
typedef unsigned long NSUInteger; typedef signed char BOOL;
typedef long dispatch_once_t; void dispatch_once(dispatch_once_t *p, void (^b)(void));
@class NSString, NSDictionary;
__attribute__((objc_root_class)) @interface NSObject
+ (instancetype)alloc; + (instancetype)new; - (instancetype)init; - (id)copy; - (id)mutableCopy; + (Class)class;
@end
@protocol NSCopying @end
@protocol NSFastEnumeration @end
@interface NSString : NSObject <NSCopying> @end
@interface NSConstantString : NSString @end
@interface NSNumber : NSObject @end
@interface NSData : NSObject @end
@interface NSNull : NSObject
+ (NSNull *)null;
@end
@interface NSURL : NSObject
+ (instancetype)URLWithString:(NSString *)s;
@end
@interface NSArray<__covariant T> : NSObject
+ (instancetype)arrayWithObjects:(const T [])objects count:(NSUInteger)count;
- (T)objectAtIndexedSubscript:(NSUInteger)i;
- (void)enumerateObjectsUsingBlock:(void (^)(T o, NSUInteger i, BOOL *stop))block;
@end
@interface NSDictionary<__covariant K, __covariant V> : NSObject
+ (instancetype)dictionaryWithObjects:(const V [])objects forKeys:(const K<NSCopying> [])keys count:(NSUInteger)count;
- (V)objectForKey:(K)k;
@end
@interface NSMutableDictionary<K, V> : NSDictionary<K, V>
- (void)setObject:(V)o forKeyedSubscript:(K<NSCopying>)k;
- (V)objectForKeyedSubscript:(K)k;
- (void)addEntriesFromDictionary:(NSDictionary<K, V> *)d;
@end
@interface NSValueTransformer : NSObject @end
