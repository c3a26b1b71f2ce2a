// Declarations only, for the compiler: as many as the generated client uses.
#pragma once
#import <Foundation/Foundation.h>
typedef enum { AWSRegionUnknown } AWSRegionType; typedef enum { AWSServiceAPIGateway } AWSServiceType;
@interface AWSModel : NSObject @end
@interface AWSTask : NSObject @end
@interface AWSEndpoint : NSObject
@property (nonatomic, readonly) NSURL *URL;
- (instancetype)initWithRegion:(AWSRegionType)r service:(AWSServiceType)s URL:(NSURL *)u;
@end
@interface AWSServiceConfiguration : NSObject
@property (nonatomic, strong) AWSEndpoint *endpoint; @property (nonatomic, strong) NSURL *baseURL; @property (nonatomic, strong) NSArray *requestInterceptors; @property (nonatomic, strong) id credentialsProvider;
- (instancetype)initWithRegion:(AWSRegionType)r credentialsProvider:(id)p;
@end
@interface AWSServiceManager : NSObject
@property (nonatomic, strong) AWSServiceConfiguration *defaultServiceConfiguration;
+ (instancetype)defaultServiceManager;
@end
@interface NSString (AWS)
- (AWSRegionType)aws_regionTypeValue;
@end
@interface NSValueTransformer (AWS)
+ (NSValueTransformer *)awsmtl_JSONDictionaryTransformerWithModelClass:(Class)c;
+ (NSValueTransformer *)awsmtl_JSONArrayTransformerWithModelClass:(Class)c;
@end
@interface AWSNetworkingRequestInterceptor : NSObject @end
