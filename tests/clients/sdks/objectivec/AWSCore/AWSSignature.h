// Declarations only, for the compiler: as many as the generated client uses.
#pragma once
#import <AWSCore/AWSCore.h>
@interface AWSSignatureV4Signer : NSObject
- (instancetype)initWithCredentialsProvider:(id)p endpoint:(AWSEndpoint *)e;
@end
