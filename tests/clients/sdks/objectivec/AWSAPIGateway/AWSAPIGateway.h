// Declarations only, for the compiler: as many as the generated client uses.
#pragma once
#import <AWSCore/AWSCore.h>
@interface AWSAPIGatewayClient : NSObject
@property (nonatomic, strong) AWSServiceConfiguration *configuration;
@property (nonatomic, strong) NSString *APIKey;
- (AWSTask *)invokeHTTPRequest:(NSString *)m URLString:(NSString *)u pathParameters:(NSDictionary *)p queryParameters:(NSDictionary *)q headerParameters:(NSDictionary *)h body:(id)b responseClass:(Class)c;
@end
