//! Requests to the bucket. Signed addresses are secrets for their lifetime: they are in no error and no log.

use std::fs::File;
use std::time::Duration;

use rusty_s3::{Bucket as S3Bucket, Credentials, S3Action, UrlStyle};

use super::super::Error;
use super::settings::BucketSettings;
use crate::model::Address;
use crate::net::WebhookReach;
use crate::outbound::{
    FilePart, PostError, PostReply, PostRequest, delete, get_file, post_for_late_body, put_file,
};

/// A signed address is valid for so long.
const VALID_FOR: Duration = Duration::from_hours(1);
/// Files longer than a part go up in parts, in bytes. S3 takes parts of 5 MiB and more, and 10,000 of them.
const PART: u64 = 16 * 1_024 * 1_024;
const MOST_PARTS: u64 = 10_000;

/// Failure of a request to the bucket, in words for the server's owner.
#[derive(Debug, thiserror::Error)]
pub(super) enum BucketError {
    /// There is no good reply.
    #[error("{0}")]
    Request(PostError),
    /// The storage refuses, and says why by a code such as `NoSuchBucket`.
    #[error("the storage answers {0}: {1}")]
    Refused(u16, String),
    /// The reply is not one of S3.
    #[error("the storage's answer is not one of S3")]
    Answer,
    /// The file is longer than the bucket takes.
    #[error("the file is too long")]
    TooLong,
}

impl BucketError {
    /// Returns whether there is no such object.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Refused(404, code) if code == "NoSuchKey")
    }
}

impl From<PostError> for BucketError {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Status(status, body) => match code_of(&body) {
                Some(code) => Self::Refused(status, code),
                None => Self::Request(PostError::Status(status, Vec::new())),
            },
            error => Self::Request(error),
        }
    }
}

/// Sends files to a bucket, fetches and deletes them.
pub(in crate::recording) struct BucketClient {
    bucket: S3Bucket,
    credentials: Credentials,
    prefix: String,
}

impl BucketClient {
    /// Reads the secret.
    pub(in crate::recording) fn new(settings: &BucketSettings) -> Result<Self, Error> {
        let BucketSettings { endpoint, name, region, prefix, access_key, secret } = settings;
        let wrong = |_| Error::Bucket(format!("{endpoint} cannot be the address of the bucket {name}"));
        let url =
            endpoint.as_str().parse().map_err(|_| Error::Bucket(format!("{endpoint} is no address")))?;
        let bucket = S3Bucket::new(url, UrlStyle::Path, name.clone(), region.clone()).map_err(wrong)?;
        let credentials = Credentials::new(access_key.clone(), secret.read().map_err(Error::Bucket)?);
        Ok(Self { bucket, credentials, prefix: prefix.clone() })
    }

    /// Sends the first `length` bytes of a file, which is the object `name` afterwards.
    pub(super) async fn put(&self, name: &str, file: &File, length: u64) -> Result<(), BucketError> {
        let object = self.object(name);
        if length > PART {
            return self.put_in_parts(&object, file, length).await;
        }
        let url = signed(&self.bucket.put_object(Some(&self.credentials), &object))?;
        put_file(&url, FilePart { file, offset: 0, length }, WebhookReach::Anywhere).await?;
        Ok(())
    }

    async fn put_in_parts(&self, object: &str, file: &File, length: u64) -> Result<(), BucketError> {
        if length > PART * MOST_PARTS {
            return Err(BucketError::TooLong);
        }
        let credentials = Some(&self.credentials);
        let reply = post(&self.bucket.create_multipart_upload(credentials, object), "").await?;
        let id = element(&reply.body, "UploadId").ok_or(BucketError::Answer)?;
        let sent = self.put_parts(object, &id, file, length).await;
        if sent.is_err() {
            // Parts that stay are paid for. The bucket's own rules may have to clear them away.
            if let Ok(url) = signed(&self.bucket.abort_multipart_upload(credentials, object, &id)) {
                drop(delete(&url, WebhookReach::Anywhere).await);
            }
        }
        sent
    }

    async fn put_parts(&self, object: &str, id: &str, file: &File, length: u64) -> Result<(), BucketError> {
        let credentials = Some(&self.credentials);
        let mut tags = Vec::new();
        for (number, offset) in (1_u16..).zip((0..length).step_by(PART as usize)) {
            let url = signed(&self.bucket.upload_part(credentials, object, number, id))?;
            let part = FilePart { file, offset, length: PART.min(length - offset) };
            let reply = put_file(&url, part, WebhookReach::Anywhere).await?;
            tags.push(reply.header("etag").ok_or(BucketError::Answer)?.to_owned());
        }
        let tags = tags.iter().map(String::as_str);
        let complete = self.bucket.complete_multipart_upload(credentials, object, id, tags);
        let body = complete.clone().body();
        check_complete(&post(&complete, &body).await?)
    }

    /// Receives the object `name`, which has so many bytes, into a file.
    pub(super) async fn get(&self, name: &str, into: &mut File, length: u64) -> Result<(), BucketError> {
        let url = signed(&self.bucket.get_object(Some(&self.credentials), &self.object(name)))?;
        Ok(get_file(&url, into, length, WebhookReach::Anywhere).await?)
    }

    /// Deletes the object `name`, if it is there.
    pub(super) async fn delete(&self, name: &str) -> Result<(), BucketError> {
        let url = signed(&self.bucket.delete_object(Some(&self.credentials), &self.object(name)))?;
        match delete(&url, WebhookReach::Anywhere).await.map_err(BucketError::from) {
            Err(error) if !error.is_missing() => Err(error),
            _ => Ok(()),
        }
    }

    fn object(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
}

fn signed<'a>(action: &impl S3Action<'a>) -> Result<Address, BucketError> {
    action.sign(VALID_FOR).as_str().parse().map_err(|_| BucketError::Answer)
}

async fn post<'a>(action: &impl S3Action<'a>, body: &str) -> Result<PostReply, BucketError> {
    let url = signed(action)?;
    let request =
        PostRequest { url: &url, content_type: "application/xml", headers: &[], body: body.as_bytes() };
    Ok(post_for_late_body(&request, WebhookReach::Anywhere).await?)
}

/// Fails unless the parts are an object now: that may be refused with status 200.
fn check_complete(reply: &PostReply) -> Result<(), BucketError> {
    match code_of(&reply.body) {
        Some(code) => Err(BucketError::Refused(reply.status, code)),
        None if element(&reply.body, "ETag").is_none() => Err(BucketError::Answer),
        None => Ok(()),
    }
}

/// Returns the text of an element of S3's XML, whose namespaces differ between storages.
fn element(body: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (content, _) = rest.split_once(&format!("</{name}>"))?;
    Some(content.trim().to_owned()).filter(|content| !content.is_empty())
}

/// Returns the code of an error in S3's XML. Nothing else of it is repeated: it may have what was signed.
fn code_of(body: &[u8]) -> Option<String> {
    let is_code = |code: &String| code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    element(body, "Code").filter(is_code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_by_their_code_alone() {
        let body =
            b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><StringToSign>x</StringToSign></Error>";
        let error = BucketError::from(PostError::Status(403, body.to_vec()));
        assert_eq!(error.to_string(), "the storage answers 403: AccessDenied");
        let error = BucketError::from(PostError::Status(500, b"<Code>a b</Code>".to_vec()));
        assert_eq!(error.to_string(), "it answers with the status 500");
        let complete = |body: &[u8]| check_complete(&PostReply::new(200, body.to_vec()));
        let failed = complete(b"  <Error><Code>InternalError</Code></Error>").unwrap_err();
        assert_eq!(failed.to_string(), "the storage answers 200: InternalError");
        assert!(matches!(complete(b"   "), Err(BucketError::Answer)), "it was cut off");
        complete(b"  <R><ETag>x</ETag></R>").unwrap();
        let begun =
            b"<R xmlns='http://s3.amazonaws.com/doc/2006-03-01/'><Key>k</Key><UploadId> a/b </UploadId></R>";
        assert_eq!(element(begun, "UploadId").as_deref(), Some("a/b"));
        assert!(element(begun, "ETag").is_none() && element(b"<ETag></ETag>", "ETag").is_none());
        assert!(BucketError::Refused(404, "NoSuchKey".to_owned()).is_missing());
        assert!(!BucketError::Refused(404, "NoSuchBucket".to_owned()).is_missing());
    }
}
